// SPDX-License-Identifier: GPL-3.0-or-later
// A run and a campaign under way, as campaign*.c and run*.c share them. Private to them.
#ifndef FULLHOUSE_BENCH_RUN_STATE_H
#define FULLHOUSE_BENCH_RUN_STATE_H

#include "bench/ladder.h"
#include "bench/page_merging.h"
#include "bench/platform.h"
#include "bench/run.h"
#include "bench/run_climb.h"
#include "bench/run_interference.h"
#include "bench/run_isolation.h"
#include "bench/run_log.h"
#include "bench/run_steps.h"
#include "bench/step.h"
#include "bench/workspace.h"
#include "common/base/err.h"
#include "common/model/record.h"
#include "common/model/scenario.h"

struct campaign;
struct campaign_ab;
struct resume_run;

struct run {
    const struct run_options *options;
    const struct campaign *campaign;
    struct resume_run *past;  // what it was when it stopped, or NULL: it begins
    struct scenario scenario; // ours: one platform, seed chosen, share of a rate made absolute
    struct run_log log;
    char place[2]; // platform_options'
    struct platform *platform;
    struct run_record record;
    struct run_steps steps;
    struct run_climb climb;
    struct ladder_bounds bounds;
    uint32_t calibrations; // boots of one guest alone, closed, before the ladder (run_pace.h)
    struct run_interference interference; // where the scenario has one: instead of a ladder
    bool is_over;                         // its end is in the store
    struct err absence; // of an arm of a sweep: why this host cannot do it; it has no platform then
};

// One run, or several that take turns. libvirt's embedded driver allows one folder a process: all
// share the workspace.
struct campaign {
    const struct run_options *options;
    struct scenario scenario; // all arms; seed chosen, working set fitted
    struct workspace workspace;
    struct page_merging merging; // on while it lasts where an arm wants that
    struct run *runs;            // heap-owned; they stay where they are
    size_t run_count;
    struct campaign_ab *ab; // NULL where it is none; owned
};

// Everything before the first step: folder, platforms, the runs' records in the store. 0 or
// negative errno; campaign_close in any case.
int campaign_open(struct campaign *campaign, const struct run_options *options, struct err *err);
void campaign_close(struct campaign *campaign);

// About how long all that is left will take, by the pace so far; 0 while nobody knows.
uint64_t campaign_time_left(const struct campaign *campaign);

// Whether its runs differ in more than their platforms, so that one may be absent.
bool campaign_has_arms(const struct campaign *campaign);

// What sets a run apart, "" for nothing; as soon as it has begun.
void campaign_name_arm(struct campaign *campaign, size_t index, const char *arm);

// Says a sentence about all runs once, and records it in each.
void campaign_say(struct campaign *campaign, const char *text);

// The runs of options->resume, in place of those of a scenario. 0 or negative errno.
int campaign_begin_resumed(struct campaign *campaign, struct err *err);

// The run's own beginning: its scenario is set. Then its platform; then its record and what it may
// take of the host; when the record is in the store, its number.
void run_begin(struct run *run, const struct campaign *campaign);
int run_open_platform(struct run *run, struct workspace *workspace, struct err *err);
int run_describe_here(struct run *run, struct err *err);
void run_close(struct run *run);

// What a step of N guests, or of N tiles, is to do.
struct step_plan run_plan_step(const struct run *run, enum record_step_kind kind, uint32_t units,
                               uint32_t repeat);

// After a step: stores it, tells of it and learns from it; the outcome is taken over.
int run_keep(struct run *run, struct step_outcome *outcome, uint64_t spent_ns, struct err *err);

// Carries out its next step. *ret_more says whether there was one. 0 or negative errno.
int run_advance(struct run *run, bool *ret_more, struct err *err);

// The store learns how it ended, whatever the end was: an interrupted run answers with what it has.
void run_finish(struct run *run, int result, const struct err *why);

#endif
