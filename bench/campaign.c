// SPDX-License-Identifier: GPL-3.0-or-later
// The story of a scenario: its runs take turns step by step, each on its own ladder, until the last
// of them has its answer. A run alone is a campaign of one.
#include <assert.h>
#include <errno.h>
#include <stdlib.h>

#include "bench/resume.h"
#include "bench/run.h"
#include "bench/run_state.h"
#include "bench/turns.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

static uint64_t time_left(const struct run *run)
{
    if (*run->scenario.interference)
        return run_interference_time_left(run);
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

// Who is behind, since a campaign was killed within a round, is first.
static void begin_turns(const struct campaign *campaign, struct turns *turns)
{
    size_t made[SCENARIO_ARMS_MAX] = {0};
    turns_init(turns, campaign->run_count, campaign->scenario.seed);
    for (size_t i = 0; i < campaign->run_count; i++) {
        made[i] = campaign->runs[i].steps.count;
        if (campaign->runs[i].is_over)
            turns_leave(turns, i);
    }
    turns_catch_up(turns, made);
}

static int take_turns(struct campaign *campaign, struct err *err)
{
    struct turns turns;
    int first = 0;
    static_assert((int)SCENARIO_ARMS_MAX <= (int)TURNS_MAX);
    begin_turns(campaign, &turns);
    for (int turn; (turn = turns_next(&turns)) >= 0;) {
        struct run *run = &campaign->runs[turn];
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
