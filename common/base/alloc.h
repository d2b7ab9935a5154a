// SPDX-License-Identifier: GPL-3.0-or-later
// Allocation that cannot be survived: a host tool that cannot get a few bytes says so and ends, so
// that no caller carries a branch nobody can test. Blocks whose size comes from outside are
// allocated with plain calloc and checked.
#ifndef FULLHOUSE_COMMON_BASE_ALLOC_H
#define FULLHOUSE_COMMON_BASE_ALLOC_H

#include <stddef.h>

// Zeroed memory for count items of size bytes; never NULL; aborts the program when out of memory.
void *alloc_zeroed(size_t count, size_t size);

// Grows block to count items of size bytes (contents kept, the new part not cleared); never NULL.
void *alloc_resized(void *block, size_t count, size_t size);

// A copy of text; NULL stays NULL.
char *alloc_copy(const char *text);

// printf into a new string; never NULL. The caller frees it.
char *alloc_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
