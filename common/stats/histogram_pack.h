// SPDX-License-Identifier: GPL-3.0-or-later
// A histogram at rest: its encoded bytes (histogram_codec.h) on the heap. A second of work takes
// some hundred bytes instead of 38 KiB, an idle one a dozen, so that thousands of guests' windows
// fit in memory. free(3) releases one.
#ifndef FULLHOUSE_COMMON_STATS_HISTOGRAM_PACK_H
#define FULLHOUSE_COMMON_STATS_HISTOGRAM_PACK_H

#include <stddef.h>
#include <stdint.h>

struct histogram;

struct histogram_pack {
    size_t length;
    uint8_t bytes[];
};

struct histogram_pack *histogram_pack(const struct histogram *histogram);

// From encoded bytes; NULL when histogram_decode refuses them.
struct histogram_pack *histogram_pack_decode(const uint8_t *bytes, size_t length);

// Adds all of a pack to into; a NULL pack adds nothing. Costs what the pack holds.
void histogram_pack_merge(struct histogram *into, const struct histogram_pack *pack);

// As a new histogram, an empty one for a NULL pack. The caller frees it.
struct histogram *histogram_unpack(const struct histogram_pack *pack);

#endif
