// SPDX-License-Identifier: GPL-3.0-or-later
// Allocation that ends the program when memory is out. Knows nothing of err: an error text would
// need memory too.
#include "common/base/alloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static _Noreturn void out_of_memory(void)
{
    static const char words[] = "fullhouse: out of memory\n";
    // stdio might allocate; nothing is left to do about a failed write.
    ssize_t written = write(STDERR_FILENO, words, sizeof(words) - 1);
    (void)written;
    abort();
}

// One byte at least: an empty block is still a block, and never NULL.
static size_t block_size(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        out_of_memory();
    return bytes ? bytes : 1;
}

void *alloc_zeroed(size_t count, size_t size)
{
    void *block = calloc(1, block_size(count, size));
    if (!block)
        out_of_memory();
    return block;
}

void *alloc_resized(void *block, size_t count, size_t size)
{
    void *grown = realloc(block, block_size(count, size));
    if (!grown)
        out_of_memory();
    return grown;
}

char *alloc_copy(const char *text)
{
    if (!text)
        return NULL;
    char *copy = strdup(text);
    if (!copy)
        out_of_memory();
    return copy;
}

char *alloc_printf(const char *format, ...)
{
    char *text;
    va_list arguments;
    va_start(arguments, format);
    int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (length < 0)
        out_of_memory();
    return text;
}
