// SPDX-License-Identifier: GPL-3.0-or-later
// Blocks and looks. Whose turn it is stands in ab_turns.c, what a look says in ab_judge.c, how both
// runs begin in campaign_ab_open.c.
#include "bench/campaign_ab.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/ab_judge.h"
#include "bench/ab_say.h"
#include "bench/ab_turns.h"
#include "bench/observer.h"
#include "bench/run_state.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/arm_side.h"
#include "common/store/store.h"

bool campaign_ab_follows(const struct run *run)
{
    const struct campaign *campaign = run->campaign;
    return campaign->ab && campaign->ab->plan.phase == AB_TURNS && run != &campaign->runs[0];
}

// --- what there is ------------------------------------------------------------------------------

// record: the caller's, which shows the run as one that has come to its end: of those there is a
// remark otherwise, and for all that is looked at it has.
static struct side_run view_of(const struct campaign *campaign, int index,
                               struct run_record *record)
{
    const struct run *run = &campaign->runs[index];
    *record = run->record;
    record->state = RECORD_DONE;
    return (struct side_run){
        .record = record,
        .scenario = &campaign->ab->read[index],
        .steps = run->steps.list,
        .step_count = run->steps.count,
    };
}

static uint32_t blocks_of(const struct run *run)
{
    return ladder_rounds_finished(&run->bounds, run->steps.rungs, run->steps.rung_count);
}

static uint32_t count_blocks(const struct campaign *campaign)
{
    uint32_t first = blocks_of(&campaign->runs[0]), second = blocks_of(&campaign->runs[1]);
    return first < second ? first : second;
}

// No boot of a further block has been made.
static bool is_between_blocks(const struct campaign *campaign, uint32_t blocks)
{
    for (int i = 0; i < AB_RUNS; i++) {
        const struct run_steps *steps = &campaign->runs[i].steps;
        for (size_t r = 0; r < steps->rung_count; r++)
            if (steps->rungs[r].boots > blocks)
                return false;
    }
    return true;
}

// --- the budget ---------------------------------------------------------------------------------

// The next block will take what the ones before took.
static bool is_affordable(const struct campaign *campaign, uint32_t blocks)
{
    uint64_t budget_ns = campaign->scenario.budget_ns;
    uint64_t spent_ns = campaign->runs[0].steps.spent_ns + campaign->runs[1].steps.spent_ns;
    return budget_ns == 0 || blocks == 0 || spent_ns + spent_ns / blocks <= budget_ns;
}

// --- a look -------------------------------------------------------------------------------------

// "machine=q35"; which side it is stands before it wherever it is told.
static const char *name_of(const struct side_run *run)
{
    const char *settings = arm_settings(run->record->arm);
    return *settings ? settings : "as the scenario says";
}

static int judge(struct campaign *campaign, uint32_t blocks, struct err *err)
{
    struct campaign_ab *ab = campaign->ab;
    struct run_record records[AB_RUNS];
    const struct side_run own[AB_RUNS] = {view_of(campaign, 0, &records[0]),
                                          view_of(campaign, 1, &records[1])};
    const struct side reference = {"reference", &own[1], 1};
    const struct side past_reference = selection_side(&ab->past.reference, "reference");
    struct ab_sides sides = {
        .a = {name_of(&own[0]), &own[0], 1},
        .b = {name_of(&own[1]), &own[1], 1},
        .floors = &ab->floors,
    };
    if (ab->plan.phase == AB_PHASE_B) {
        sides.a = selection_side(&ab->past.subject, name_of(&ab->past.subject.runs[0]));
        sides.b = (struct side){name_of(&own[0]), &own[0], 1};
        sides.references[0] = &past_reference;
        sides.references[1] = &reference;
    }
    struct contrast contrast;
    int result = ab_judge(&ab->plan, &ab->read[0], &sides, blocks, &contrast, err);
    if (result < 0)
        return result;
    if (ab->result.has_contrast)
        contrast_done(&ab->result.contrast);
    ab->result.contrast = contrast;
    ab->result.has_contrast = true;
    return 0;
}

// After a block. The first one shows already whether the sides can be compared at all; only from
// the planned first look on may it end.
static int look(struct campaign *campaign, uint32_t blocks, bool *ret_is_decided, struct err *err)
{
    struct campaign_ab *ab = campaign->ab;
    bool is_look = blocks >= campaign->runs[0].scenario.repeats_min && blocks > 1;
    ab->looked_at = ab->result.blocks = blocks;
    if (ab->plan.phase == AB_PHASE_A || (blocks > 1 && !is_look))
        return 0;
    int result = judge(campaign, blocks, err);
    if (result < 0 || !is_look)
        return result;
    scope_free char *text = ab_say_look(&ab->result.contrast, blocks);
    observer_say(campaign->options->observer, text);
    *ret_is_decided = ab_judge_is_decided(&ab->result.contrast);
    return 0;
}

// --- turns --------------------------------------------------------------------------------------

// Who is paced by a share of what one guest alone can do is paced by A's: both are offered the
// same.
static void follow_pace(const struct run *first, struct run *second)
{
    second->scenario.load.rate = first->scenario.load.rate;
    for (size_t r = 0; r < second->scenario.tile.role_count; r++)
        for (uint32_t k = 0; k < second->scenario.tile.roles[r].load_count; k++)
            second->scenario.tile.roles[r].loads[k].rate =
                first->scenario.tile.roles[r].loads[k].rate;
}

static int advance(struct campaign *campaign, int turn, struct err *err)
{
    struct run *run = &campaign->runs[turn];
    bool more;
    if (campaign_ab_follows(run))
        follow_pace(&campaign->runs[0], run);
    int result = run_advance(run, &more, err);
    return result < 0 && result != -EINTR ? err_prefix(err, "%s", run->log.who) : result;
}

// Whose turn it is, -1 at the end: of both, or of one that can go no further.
static int next_turn(const struct campaign *campaign)
{
    struct ladder_turn turns[AB_RUNS];
    for (int i = 0; i < AB_RUNS; i++) {
        const struct run *run = &campaign->runs[i];
        if (run_steps_calibrations(&run->steps) < run->calibrations)
            return i;
        turns[i] = ladder_turn_next(&run->bounds, run->steps.rungs, run->steps.rung_count);
        if (turns[i].units == 0 && blocks_of(run) < run->bounds.repeats_max)
            return -1;
    }
    return ab_turns_next(turns, campaign->scenario.seed);
}

static bool is_over(const struct campaign *campaign)
{
    return campaign->runs[0].is_over || campaign->runs[1].is_over;
}

static enum ab_ending ending_of(const struct campaign *campaign, uint32_t blocks)
{
    if (campaign->ab->plan.phase == AB_PHASE_A)
        return AB_ENDED_MEASURED;
    return blocks >= campaign->runs[0].bounds.repeats_max ? AB_ENDED_REPEATS : AB_ENDED_EARLY;
}

static int take_turns(struct campaign *campaign, struct err *err)
{
    struct campaign_ab *ab = campaign->ab;
    for (bool is_decided = false;;) {
        uint32_t blocks = count_blocks(campaign);
        int result = blocks > ab->looked_at ? look(campaign, blocks, &is_decided, err) : 0;
        if (result < 0)
            return result;
        ab->result.ending = is_decided ? AB_ENDED_DECIDED : ending_of(campaign, blocks);
        int turn = is_decided || is_over(campaign) ? -1 : next_turn(campaign);
        if (turn < 0)
            return 0;
        if (is_between_blocks(campaign, blocks) && !is_affordable(campaign, blocks)) {
            ab->result.ending = AB_ENDED_BUDGET;
            campaign->runs[0].climb.is_short = campaign->runs[1].climb.is_short = true;
            return 0;
        }
        result = advance(campaign, turn, err);
        if (result < 0) {
            ab->result.ending = AB_ENDED_EARLY;
            return result;
        }
    }
}

// --- from the first block to the last -----------------------------------------------------------

// Blocks are as many as looks want; no service level, and no verdict of a density, ends them.
static int prepare(struct campaign *campaign, struct err *err)
{
    struct campaign_ab *ab = campaign->ab;
    int result = 0;
    for (int i = 0; result == 0 && i < AB_RUNS; i++) {
        struct run *run = &campaign->runs[i];
        scope_free char *name = alloc_printf("scenario of %s", run->log.who);
        if (run->is_over) // it was killed while it told its end
            run->bounds = campaign->runs[1 - i].bounds;
        run->bounds.repeats_min = run->bounds.repeats_max;
        run->bounds.asks_nothing = true;
        result = scenario_load_text(&ab->read[i], name, run->record.scenario, err);
    }
    if (result == 0 && ab->plan.phase == AB_PHASE_B)
        result = ab_phase_read(campaign->options->store, ab->plan.of, &ab->past, err);
    struct run_record record;
    const struct side_run first = view_of(campaign, 0, &record);
    return result == 0 ? floors_read(&ab->floors, campaign->options->store, &first, err) : result;
}

// What was measured is told, also where it is too little for a planned look.
static int judge_rest(struct campaign *campaign, struct err *err)
{
    const struct campaign_ab *ab = campaign->ab;
    bool is_judged = ab->plan.phase != AB_PHASE_A && ab->result.blocks > 0;
    return is_judged ? judge(campaign, ab->result.blocks, err) : 0;
}

// Stands on top of the contrast, whatever form it takes.
static void tell_ending(struct campaign *campaign)
{
    struct contrast *contrast = &campaign->ab->result.contrast;
    contrast->remarks =
        alloc_resized(contrast->remarks, contrast->remark_count + 1, sizeof *contrast->remarks);
    contrast->remarks[contrast->remark_count++] =
        ab_say_ending(&campaign->ab->result, &campaign->scenario);
}

int campaign_ab_take_turns(struct campaign *campaign, struct err *err)
{
    int result = prepare(campaign, err);
    if (result == 0)
        result = take_turns(campaign, err);
    struct err why = {0};
    if (judge_rest(campaign, &why) < 0 && result == 0) {
        result = -EINVAL;
        err_move(err, &why);
    }
    err_done(&why);
    if (campaign->ab->result.has_contrast)
        tell_ending(campaign);
    for (size_t i = 0; result == 0 && i < campaign->run_count; i++)
        run_finish(&campaign->runs[i], 0, NULL);
    return result;
}

char *campaign_ab_answer(const struct campaign *campaign)
{
    return ab_say_answer(&campaign->ab->result);
}

void campaign_ab_close(struct campaign *campaign)
{
    struct campaign_ab *ab = campaign->ab;
    if (!ab)
        return;
    for (size_t i = 0; i < campaign->run_count; i++)
        ab->result.run_ids[i] = campaign->runs[i].record.id;
    if (campaign->options->ab_result)
        *campaign->options->ab_result = ab->result;
    else
        ab_result_done(&ab->result);
    for (int i = 0; i < AB_RUNS; i++)
        scenario_done(&ab->read[i]);
    ab_phase_done(&ab->past);
    floors_done(&ab->floors);
    ab_plan_done(&ab->plan);
    free(ab);
    campaign->ab = NULL;
}
