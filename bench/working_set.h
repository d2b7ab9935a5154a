// SPDX-License-Identifier: GPL-3.0-or-later
// How large a working set must be to measure memory and not a cache: chosen here for all platforms
// alike, since a guest and a process of the host would each choose by what they see.
#ifndef FULLHOUSE_BENCH_WORKING_SET_H
#define FULLHOUSE_BENCH_WORKING_SET_H

#include <stdbool.h>
#include <stdint.h>

struct load;
struct scenario;
struct tile;

// For a workload with a working set and none in the scenario: sets one of twice the host's largest
// cache for all threads together (64 MiB where no cache is known). A guest too small for it gets
// what fits beside its kernel. Returns a sentence to be said, as a new string: what was chosen, and
// whether it beats the cache; NULL when the scenario has one already.
char *working_set_fit(struct scenario *scenario, uint64_t largest_cache_bytes);

// The same for every load of a tile's roles that has one and does not say how large; several in one
// guest share its memory.
char *working_set_fit_tile(struct tile *tile, uint64_t largest_cache_bytes,
                           bool (*has_working_set)(const struct load *load));

#endif
