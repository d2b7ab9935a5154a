// SPDX-License-Identifier: GPL-3.0-or-later
// Blocks in pairs, each the other way round.
#include "bench/ab_turns.h"

#include <stdbool.h>

#include "common/base/rng.h"

// Unlike any stream that steps or rounds draw from the same seed.
static const uint64_t STREAM = UINT64_C(0x61626261);

static int first_of(uint64_t seed, const struct ladder_turn *turn)
{
    uint64_t pair = rng_derive(rng_derive(seed, STREAM), turn->round / 2);
    return (int)((rng_derive(pair, turn->units) ^ turn->round) & 1);
}

static bool is_before(const struct ladder_turn *one, const struct ladder_turn *other)
{
    return one->round != other->round ? one->round < other->round : one->place < other->place;
}

int ab_turns_next(const struct ladder_turn turns[2], uint64_t seed)
{
    if (turns[0].units == 0 || turns[1].units == 0)
        return turns[0].units ? 0 : turns[1].units ? 1 : -1;
    if (is_before(&turns[0], &turns[1]))
        return 0;
    return is_before(&turns[1], &turns[0]) ? 1 : first_of(seed, &turns[0]);
}
