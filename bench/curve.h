// SPDX-License-Identifier: GPL-3.0-or-later
// A memory curve: the latency of one load over working sets from a few pages to beyond the caches,
// with large pages and with small ones. One guest is booted for each repeat and measures every size
// in turn, in an order drawn anew, so that what drifts on the host does not look like a step.
#ifndef FULLHOUSE_BENCH_CURVE_H
#define FULLHOUSE_BENCH_CURVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/run.h"

struct err;
struct scenario;

// Sizes from one octave to the next.
enum { CURVE_SIZES_A_DOUBLING = 2 };

// The sizes of a curve, ascending, from min_bytes to max_bytes at the most, in factors of the
// square root of two, each rounded to whole pages of 4 KiB. New array.
uint64_t *curve_sizes(uint64_t min_bytes, uint64_t max_bytes, size_t *ret_count);

// What the scenario does not say: sizes up to four times the largest cache of this host, guests
// that hold the largest of them, one thread of memory:latency.
void curve_complete(struct scenario *scenario);

// Carries out the scenario's curve on every platform of it, repeat by repeat, each point a step of
// the run. Results are those of run_carry_out, without a density.
int curve_carry_out(const struct run_options *options, struct run_outcome *ret_outcome,
                    struct err *err);

#endif
