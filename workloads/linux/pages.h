// SPDX-License-Identifier: GPL-3.0-or-later
// The memory of one working set: fresh pages, large ones where the kernel has them, or small ones
// where that is asked for.
#ifndef FULLHOUSE_WORKLOADS_LINUX_PAGES_H
#define FULLHOUSE_WORKLOADS_LINUX_PAGES_H

#include <stddef.h>

struct err;

enum { PAGES_LARGE_BYTES = 2 << 20 };

// In the order of the option "pages" of the workloads that have it.
enum pages_size { PAGES_LARGE, PAGES_SMALL };

// Zero-initialised: none.
struct pages {
    void *memory; // aligned to PAGES_LARGE_BYTES
    void *map;
    size_t map_bytes;
};

// Maps that many bytes (0: none, memory stays NULL), with large pages up to a whole number of them.
// The kernel is asked for 2 MiB pages, which it may refuse, or told to make none but 4 KiB ones.
// Nothing is touched: each page is made by who writes to it first. 0 or negative errno.
int pages_map(struct pages *pages, size_t bytes, enum pages_size size, struct err *err);

// Unmaps.
void pages_done(struct pages *pages);

#endif
