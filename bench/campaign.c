// SPDX-License-Identifier: GPL-3.0-or-later
// The story of a scenario: its runs take turns step by step, each on its own ladder, until the last
// of them has its answer. A run alone is a campaign of one.
#include <assert.h>
#include <errno.h>
#include <stdlib.h>

#include "bench/campaign_ab.h"
#include "bench/resume.h"
#include "bench/run.h"
#include "bench/run_state.h"
#include "bench/turns.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/model/arm_pair.h"

static uint64_t time_left(const struct run *run)
{
    if (*run->scenario.interference)
        return run_interference_time_left(run);
    if (run->scenario.fault)
        return run_isolation_time_left(run);
    uint32_t boots = run_steps_calibrations(&run->steps);
    uint64_t guests = ladder_guests_left(&run->bounds, run->steps.rungs, run->steps.rung_count);
    if (boots < run->calibrations)
        guests += run->calibrations - boots;
    return run_steps_time_left(&run->steps, guests);
}

uint64_t campaign_time_left(const struct campaign *campaign)
{
    uint64_t left_ns = 0;
    for (size_t i = 0; i < campaign->run_count; i++) {
        const struct run *run = &campaign->runs[i];
        uint64_t run_ns = run->is_over ? 0 : time_left(run);
        if (run_ns == 0 && !run->is_over)
            return 0;
        left_ns += run_ns;
    }
    return left_ns;
}

static size_t runs_left(const struct campaign *campaign)
{
    size_t left = 0;
    for (size_t i = 0; i < campaign->run_count; i++)
        left += !campaign->runs[i].is_over;
    return left;
}

// One platform's failure is no reason to throw away hours of the others.
static void fail_run(struct campaign *campaign, struct run *run, int result, struct err *why)
{
    run_finish(run, result, why);
    if (runs_left(campaign) > 0) {
        scope_free char *text = alloc_printf("failed: %s; the others go on", err_text(why));
        run_log_say(&run->log, text);
    }
    if (*run->log.who)
        err_prefix(why, "%s", run->log.who);
}

// Runs that take turns with each other: all of a campaign, or the two of a pair.
struct group {
    size_t begin, count;
};

// Who is behind, since a campaign was killed within a round, is first.
static void begin_turns(const struct campaign *campaign, struct group group, struct turns *turns)
{
    size_t made[SCENARIO_ARMS_MAX] = {0};
    uint64_t seed = campaign->scenario.seed;
    turns_init(turns, group.count, group.begin ? rng_derive(seed, group.begin) : seed);
    for (size_t i = 0; i < group.count; i++) {
        made[i] = campaign->runs[group.begin + i].steps.count;
        if (campaign->runs[group.begin + i].is_over)
            turns_leave(turns, i);
    }
    turns_catch_up(turns, made);
}

static int take_turns_of(struct campaign *campaign, struct group group, struct err *err)
{
    struct turns turns;
    int first = 0;
    static_assert((int)SCENARIO_ARMS_MAX <= (int)TURNS_MAX);
    begin_turns(campaign, group, &turns);
    for (int turn; (turn = turns_next(&turns)) >= 0;) {
        struct run *run = &campaign->runs[group.begin + (size_t)turn];
        struct err why = {0};
        bool more = false;
        int result = run_advance(run, &more, &why);
        if (result == 0 && more)
            continue;
        turns_leave(&turns, (size_t)turn);
        if (result == 0)
            run_finish(run, 0, NULL);
        else if (result != -EINTR)
            fail_run(campaign, run, result, &why);
        else
            err_done(err); // the user's word is the last, whatever failed before
        err_move(err, &why);
        if (result == -EINTR)
            return result;
        first = first ? first : result;
    }
    return first;
}

// Pair by pair: the two are as near each other in time as arms of a campaign of two.
static size_t group_size(const struct campaign *campaign)
{
    size_t pair;
    bool is_second;
    return arm_pair_parse(campaign->runs[0].record.arm, &pair, &is_second) ? 2
                                                                           : campaign->run_count;
}

static int take_turns(struct campaign *campaign, struct err *err)
{
    size_t size = group_size(campaign);
    int first = 0;
    if (campaign->ab)
        return campaign_ab_take_turns(campaign, err);
    for (size_t begin = 0; begin < campaign->run_count; begin += size) {
        size_t left = campaign->run_count - begin;
        const struct group group = {begin, left < size ? left : size};
        int result = take_turns_of(campaign, group, err);
        if (result == -EINTR)
            return result;
        first = first ? first : result;
    }
    return first;
}

static bool is_absent(const struct run *run)
{
    return run->absence.kind != ERR_NONE ||
           (run->past && run->past->record.state == RECORD_REFUSED);
}

static void finish(struct campaign *campaign, int result, const struct err *why,
                   struct run_outcome *ret_outcome)
{
    *ret_outcome = (struct run_outcome){0};
    for (size_t i = 0; i < campaign->run_count; i++) {
        struct run *run = &campaign->runs[i];
        run_finish(run, result, why);
        if (run->record.id)
            ret_outcome->runs[ret_outcome->count++] = (struct run_answer){
                .id = run->record.id,
                .maximum = run_steps_maximum(&run->steps).guests,
                .wanted = run->scenario.guests_min,
                .is_absent = is_absent(run),
            };
    }
}

int run_carry_out(const struct run_options *options, struct run_outcome *ret_outcome,
                  struct err *err)
{
    struct campaign campaign;
    struct err why = {0};
    int result = campaign_open(&campaign, options, &why);
    if (result == 0)
        result = take_turns(&campaign, &why);
    finish(&campaign, result, &why, ret_outcome);
    campaign_close(&campaign);
    err_move(err, &why);
    return result;
}
