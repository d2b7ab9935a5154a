// SPDX-License-Identifier: GPL-3.0-or-later
// A look at what an ab has measured so far: both sides held against each other with the confidence
// that so many looks leave to this one. Private to campaign_ab.c.
#ifndef FULLHOUSE_BENCH_AB_JUDGE_H
#define FULLHOUSE_BENCH_AB_JUDGE_H

#include <stdbool.h>
#include <stdint.h>

#include "compare/contrast.h"

struct ab_plan;
struct err;
struct floors;
struct scenario;

// What is looked at. References are those of phases, NULL else.
struct ab_sides {
    struct side a, b;
    const struct side *references[2];
    const struct floors *floors; // of this host, or NULL
};

// After so many blocks, at least 1; before the first look that was planned, and after the last one,
// with the confidence of that one. 0; -EINVAL: the sides may not be compared, or neither tells a
// figure that is to be judged.
int ab_judge(const struct ab_plan *plan, const struct scenario *scenario,
             const struct ab_sides *sides, uint32_t blocks, struct contrast *ret_contrast,
             struct err *err);

// Whether no more blocks are wanted: each judged figure has its verdict, or one side alone has it.
bool ab_judge_is_decided(const struct contrast *contrast);

#endif
