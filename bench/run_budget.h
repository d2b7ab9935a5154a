// SPDX-License-Identifier: GPL-3.0-or-later
// What a run may still spend of the scenario's budget, and what a step will cost by the pace so
// far. Time spent is that of the steps, so that a resumed run counts what was spent before. Private
// to run*.c.
#ifndef FULLHOUSE_BENCH_RUN_BUDGET_H
#define FULLHOUSE_BENCH_RUN_BUDGET_H

#include "bench/ladder.h"

struct run;

// Of a campaign every run that still goes on gets the same share. Not set where the scenario has
// none.
struct ladder_budget run_budget_of(const struct run *run);

// "the budget of 30m ended it" as a new string.
char *run_budget_words(const struct run *run);

#endif
