// SPDX-License-Identifier: GPL-3.0-or-later
// Names by number.
#include "common/base/name_index.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "common/base/alloc.h"

enum { MANY = 20000 };

Test(base_name_index, finds_each_of_many_by_its_number)
{
    struct name_index index = {0};
    char **names = alloc_zeroed(MANY, sizeof *names);
    for (size_t i = 0; i < MANY; i++) {
        names[i] = alloc_printf("guest-%zu", i);
        name_index_add(&index, names[i]);
    }
    for (size_t i = 0; i < MANY; i++)
        cr_assert_eq(name_index_find(&index, names[i]), i);
    cr_assert_eq(name_index_find(&index, "guest-20000"), NAME_INDEX_NONE);
    name_index_done(&index);
    for (size_t i = 0; i < MANY; i++)
        free(names[i]);
    free(names);
}

Test(base_name_index, of_two_with_one_name_the_first_is_found)
{
    static const char *const names[] = {"a", "b", "a", "c"};
    struct name_index index = {0};
    for (size_t i = 0; i < 4; i++)
        name_index_add(&index, names[i]);
    cr_assert_eq(name_index_find(&index, "a"), 0);
    cr_assert_eq(name_index_find(&index, "c"), 3);
    cr_assert_eq(index.count, 4);
    name_index_done(&index);
}

Test(base_name_index, finds_nothing_in_an_empty_one)
{
    struct name_index index = {0};
    cr_assert_eq(name_index_find(&index, "a"), NAME_INDEX_NONE);
    name_index_done(&index);
}
