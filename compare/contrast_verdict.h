// SPDX-License-Identifier: GPL-3.0-or-later
// The verdict of one judgement, why there is none yet, and how many more units would give one.
// Private to contrast*.c.
#ifndef FULLHOUSE_COMPARE_CONTRAST_VERDICT_H
#define FULLHOUSE_COMPARE_CONTRAST_VERDICT_H

#include <stddef.h>

#include "compare/contrast.h"
#include "compare/contrast_case.h"

struct contrast_rules {
    double threshold, confidence, false_discovery;
    size_t tests;     // judged together
    const char *unit; // "boot", "run"
};

// Fills in verdict, more_units and why; p_adjusted is there.
void contrast_verdict_find(struct judgement *judgement, const struct contrast_finding *finding,
                           const struct contrast_rules *rules);

#endif
