// SPDX-License-Identifier: GPL-3.0-or-later
// The memory of one working set: fresh pages, large ones where the kernel has them.
#ifndef FULLHOUSE_WORKLOADS_LINUX_PAGES_H
#define FULLHOUSE_WORKLOADS_LINUX_PAGES_H

#include <stddef.h>

struct err;

enum { PAGES_LARGE_BYTES = 2 << 20 };

// Zero-initialised: none.
struct pages {
    void *memory; // aligned to PAGES_LARGE_BYTES
    void *map;
    size_t map_bytes;
};

// Maps that many bytes (0: none, memory stays NULL) and asks for 2 MiB pages, which the kernel may
// refuse. Nothing is touched: each page is made by who writes to it first. 0 or negative errno.
int pages_map(struct pages *pages, size_t bytes, struct err *err);

// Unmaps.
void pages_done(struct pages *pages);

#endif
