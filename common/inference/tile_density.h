// SPDX-License-Identifier: GPL-3.0-or-later
// The densities of a run, whether it counts guests or tiles. Of tiles every stream of every role is
// judged as a plain run (step_view.h), and a number of tiles holds when all of them hold.
#ifndef FULLHOUSE_COMMON_INFERENCE_TILE_DENSITY_H
#define FULLHOUSE_COMMON_INFERENCE_TILE_DENSITY_H

#include <stddef.h>
#include <stdint.h>

#include "common/inference/density.h"
#include "common/inference/step_view.h"

struct scenario;

struct tile_stream {
    char *name;              // "db", "db/cpu" (role_stream_name)
    const struct role *role; // of the scenario
    uint32_t stream;
    struct step_view view;
    struct density *densities; // ascending in tiles
    size_t density_count;
};

struct tile_densities {
    struct density *list; // ascending in guests, or in tiles
    size_t count;
    struct tile_stream *streams; // none where there is no tile
    size_t stream_count;
};

// Plain: density_compute_run, no streams. Tiles: `list` has for each number of tiles the combined
// verdict and all streams' terms, each with its stream's name; its `retained` is the tile's score:
// the geometric mean, over the streams that do something, of throughput in a guest over that in one
// tile alone (the scoring of Makhija et al. 2006, "VMmark: A Scalable Benchmark for Virtualized
// Systems", VMware TR-2006-002, with one tile alone as its own reference), with Student's interval
// over the boots' logarithms. Its other estimates are absent: they are each stream's. Borrows from
// scenario and steps; release with tile_densities_done before either.
void tile_densities_init(struct tile_densities *densities, const struct scenario *scenario,
                         const struct step_record *steps, size_t step_count, uint64_t seed);
void tile_densities_done(struct tile_densities *densities);

#endif
