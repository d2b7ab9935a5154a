// SPDX-License-Identifier: GPL-3.0-or-later
// CPU by what bench measured hosts to hold: each guest is a share of one reference host, each host
// so many of it. Private to planner/amount.
#ifndef FULLHOUSE_PLANNER_AMOUNT_AMOUNT_CURVE_H
#define FULLHOUSE_PLANNER_AMOUNT_AMOUNT_CURVE_H

#include "planner/amount/amount_part.h"

struct curves;

// The run that speaks for a guest: its own, else the policy's, else NULL.
const char *amount_curve_word(const struct estate_guest *guest, const struct policy *policy);

// Sizes and rooms of CPU from curves that were read; notes say what of it was measured, scaled or
// guessed. A guest counts one over the guests that hold; one with other vCPUs than its run's in
// proportion. The reference is the host that most of the runs tell of. Another host that was
// measured with the same runs counts the geometric mean of what it held over what the reference
// held; any other is scaled by cores and score (planner/curve/scaling.h). -EINVAL where no host has
// a curve of every run.
int amount_curve_fill(const struct estate *estate, const struct policy *policy,
                      const struct curves *curves, struct amounts *amounts,
                      struct amount_guesses *guesses, struct err *err);

#endif
