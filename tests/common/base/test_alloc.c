// SPDX-License-Identifier: GPL-3.0-or-later
// Allocation: never NULL, also for nothing, and an end with a word when memory is out.
#include "common/base/alloc.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "common/base/scope.h"

Test(base_alloc, zeroes_every_byte)
{
    scope_free unsigned char *block = alloc_zeroed(1000, 3);
    for (size_t i = 0; i < 3000; i++)
        cr_assert_eq(block[i], 0);
}

Test(base_alloc, gives_a_block_for_nothing)
{
    scope_free void *zeroed = alloc_zeroed(0, 8);
    scope_free void *resized = alloc_resized(NULL, 0, 8);
    cr_assert_not_null(zeroed);
    cr_assert_not_null(resized);
    zeroed = alloc_resized(scope_take(zeroed), 5, 0);
    cr_assert_not_null(zeroed);
}

Test(base_alloc, keeps_contents_while_growing)
{
    char *block = alloc_copy("abc");
    block = alloc_resized(block, 1 << 20, 1);
    cr_assert_str_eq(block, "abc");
    free(block);
}

Test(base_alloc, copies_null_as_null)
{
    cr_assert_null(alloc_copy(NULL));
}

Test(base_alloc, prints_any_length)
{
    scope_free char *text = alloc_printf("%05000d|%s", 7, "end");
    cr_assert_eq(strlen(text), 5004);
    cr_assert_str_eq(text + 4999, "7|end");
}

// A product past size_t must not become a small block.
Test(base_alloc, aborts_on_overflow, .signal = SIGABRT)
{
    free(alloc_resized(NULL, SIZE_MAX / 2, 4));
}

Test(base_alloc, aborts_without_memory, .signal = SIGABRT)
{
    struct rlimit limit = {.rlim_cur = 64 << 20, .rlim_max = 64 << 20};
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    // A sanitizer maps terabytes of its own and reports a lack of memory in its own way.
    abort();
#endif
    setrlimit(RLIMIT_AS, &limit);
    free(alloc_zeroed(1 << 30, 1));
}
