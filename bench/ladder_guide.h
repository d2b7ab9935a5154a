// SPDX-License-Identifier: GPL-3.0-or-later
// The next density between one that holds and one that does not: where the fitted curve says that
// the service level breaks, within what keeps the search close to plain bisection. Private to
// ladder*.c.
#ifndef FULLHOUSE_BENCH_LADDER_GUIDE_H
#define FULLHOUSE_BENCH_LADDER_GUIDE_H

#include <stdint.h>

#include "bench/ladder_view.h"

// As many steps may be lost to a guide that was wrong.
enum { LADDER_GUIDE_SLACK = 2 };

// A density strictly between held and broken, which are more than one apart. Bisection of the
// bracket that doubling left, w wide, takes ceil(log2 w) steps; this takes at most
// LADDER_GUIDE_SLACK more, whatever the curve says, for it never leaves a rest that could not be
// bisected in what is left of them (the projection of Oliveira and Takahashi 2020, "An Enhancement
// of the Bisection Method Average Performance Preserving Minmax Optimality", ACM TOMS 47:5, for
// whole numbers). Without a curve it is the middle.
uint32_t ladder_guide(const struct ladder_view *view, uint32_t held, uint32_t broken);

#endif
