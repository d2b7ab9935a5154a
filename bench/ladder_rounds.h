// SPDX-License-Identifier: GPL-3.0-or-later
// Densities that are measured as they are, round by round: each round has every density once, in an
// order drawn anew, so that what drifts on the host is not mistaken for density, and what is
// compared at one density with another run's was measured in the same round. Private to ladder*.c.
#ifndef FULLHOUSE_BENCH_LADDER_ROUNDS_H
#define FULLHOUSE_BENCH_LADDER_ROUNDS_H

#include <stdint.h>

#include "bench/ladder_view.h"

// The density to boot next, 0 at the end. repeats_min rounds, and more of all densities, up to
// repeats_max, while one is undecided that a service level was asked of. Densities above guests_max
// are left out: they do not fit. One that lost guests in two boots is left out from then on. With a
// budget no round is begun, but the first, that would overrun it, and no step.
uint32_t ladder_rounds_next(const struct ladder_view *view);

#endif
