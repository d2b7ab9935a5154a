// SPDX-License-Identifier: GPL-3.0-or-later
// Whose turn it is between the two of an ab: A B in one block, B A in the next one, which of the
// two comes first drawn anew for every pair of blocks and density, so that neither a drift nor
// being first is mistaken for what the two differ in. A function of where both stand, so that a
// killed one goes on as it would have. Pure.
#ifndef FULLHOUSE_BENCH_AB_TURNS_H
#define FULLHOUSE_BENCH_AB_TURNS_H

#include <stdint.h>

#include "bench/ladder.h"

// 0 or 1, or -1 where both are at their end. Who is behind in blocks, or within one, is first.
int ab_turns_next(const struct ladder_turn turns[2], uint64_t seed);

#endif
