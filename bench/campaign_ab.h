// SPDX-License-Identifier: GPL-3.0-or-later
// The story of an ab: its two runs (A and B, or a phase's and the reference beside it) take turns
// block by block, and after each block what was measured is looked at. Private to campaign*.c and
// run*.c.
#ifndef FULLHOUSE_BENCH_CAMPAIGN_AB_H
#define FULLHOUSE_BENCH_CAMPAIGN_AB_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/ab.h"
#include "bench/ab_phase.h"
#include "common/model/scenario.h"
#include "compare/floors.h"

struct campaign;
struct run;

enum { AB_RUNS = 2 };

struct campaign_ab {
    struct ab_plan plan;
    struct scenario read[AB_RUNS]; // the runs' scenarios as their records tell them
    struct ab_phase_runs past;     // of phase B
    struct floors floors;
    struct ab_result result;
    uint32_t looked_at; // blocks at the last look
};

// The runs of options->ab, in place of those of a scenario alone. 0 or negative errno.
int campaign_ab_begin(struct campaign *campaign, struct err *err);

// Of runs that are resumed: whether they are those of an ab, and which. 0 or negative errno.
int campaign_ab_recognise(struct campaign *campaign, struct err *err);

// From the first block to the last. 0 or negative errno; options->ab_result has what came of it.
int campaign_ab_take_turns(struct campaign *campaign, struct err *err);
void campaign_ab_close(struct campaign *campaign);

// Whether it is the B of one whose sides take turns: it is offered what A is.
bool campaign_ab_follows(const struct run *run);

// The answer of each of its runs. New string.
char *campaign_ab_answer(const struct campaign *campaign);

#endif
