// SPDX-License-Identifier: GPL-3.0-or-later
// Whether this host and this guest can have the memory backing that the scenario asks for, before
// anything boots.
#ifndef FULLHOUSE_BENCH_GUEST_MEMORY_H
#define FULLHOUSE_BENCH_GUEST_MEMORY_H

#include <stdint.h>

struct err;
struct platform;
struct procfs;
struct scenario;
struct shape;

// 0; -ENOTSUP with what is absent, and the command that mends it where there is one: no guest
// memory (native), no driver of a balloon (bare), no hugetlbfs, too few huge pages for the fewest
// guests, no KSM.
int guest_memory_check(const struct procfs *procfs, const struct scenario *scenario,
                       const struct platform *platform, struct err *err);

// A guest's memory in whole huge pages, in bytes, the mean of a tile's guests; 0 where it has none.
uint64_t guest_memory_huge_bytes(const struct procfs *procfs, const struct scenario *scenario);

// What is free of them on this host, in bytes. 0 or negative errno.
int guest_memory_huge_free(const struct procfs *procfs, uint64_t *ret_bytes);

#endif
