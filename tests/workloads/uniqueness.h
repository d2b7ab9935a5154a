// SPDX-License-Identifier: GPL-3.0-or-later
// Judges content: how many pages are like another one, and how small real compressors make it.
#ifndef FULLHOUSE_TESTS_WORKLOADS_UNIQUENESS_H
#define FULLHOUSE_TESTS_WORKLOADS_UNIQUENESS_H

#include <stddef.h>

enum { UNIQUENESS_PAGE_BYTES = 4096 };

// Whole pages somewhere.
struct uniqueness_range {
    const void *bytes;
    size_t length;
};

// Pages of all ranges together that are equal to an earlier one.
size_t uniqueness_equal_pages(const struct uniqueness_range *ranges, size_t count);

// Compressed over plain size, the smaller of gzip's and zstd's at their default levels.
double uniqueness_compressed_ratio(struct uniqueness_range range);

#endif
