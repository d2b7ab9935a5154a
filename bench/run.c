// SPDX-License-Identifier: GPL-3.0-or-later
// A run, step by step. How it begins stands in run_open.c, when its turn is in campaign.c, what a
// step is in step.c, which density comes next in ladder.c, what the figures mean in
// common/inference.
#include "bench/run.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bench/campaign_ab.h"
#include "bench/fleet.h"
#include "bench/lost_datagrams.h"
#include "bench/observer.h"
#include "bench/resume.h"
#include "bench/run_budget.h"
#include "bench/run_pace.h"
#include "bench/run_state.h"
#include "bench/step.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/inference/interference.h"
#include "common/inference/maximum_terms.h"
#include "common/inference/overcommit_sentence.h"
#include "common/inference/saturation.h"
#include "common/inference/silence.h"
#include "common/store/store.h"

// --- one step -----------------------------------------------------------------------------------

struct step_plan run_plan_step(const struct run *run, enum record_step_kind kind, uint32_t units,
                               uint32_t repeat)
{
    const struct scenario *scenario = &run->scenario;
    bool has_tile = scenario->tile.role_count > 0;
    uint64_t stream = ((uint64_t)kind << 56) ^ ((uint64_t)units << 24) ^ repeat;
    return (struct step_plan){
        .kind = kind,
        .guests = units * tile_guests(&scenario->tile),
        .repeat = repeat,
        .shape = scenario->shape,
        .load = scenario->load,
        .tile = has_tile ? &scenario->tile : NULL,
        .tiles = has_tile ? units : 0,
        .seed = rng_derive(scenario->seed, stream),
        .unique_content = scenario->unique_content,
        .fits_balloons = scenario->memory_backing == MEMORY_BACKING_BALLOON,
        .platform = run->platform,
        .windows = scenario_windows(scenario),
        .window_ns = scenario->window_ns,
        .warmup_max_windows = scenario->warmup_max_windows,
        .parallel = scenario->boot_parallel ? scenario->boot_parallel
                                            : fleet_default_parallel(run->record.host.cpus),
        .boot_timeout_ns = scenario->boot_timeout_ns,
        .observer = run->options->observer,
        .limits = &run->climb.limits,
        .is_open = run->climb.is_open,
    };
}

static void announce(struct run *run, const struct step_plan *plan)
{
    const struct observer *observer = run->options->observer;
    if (!observer || !observer->step_begin)
        return;
    const char *what = plan->kind == RECORD_STEP_CALIBRATE ? "calibrating" : "measuring";
    observer->step_begin(observer->context, run->log.who, what, plan->guests, plan->repeat,
                         campaign_time_left(run->campaign));
}

// The kernel in the guests is known from the first hello on. A resumed run's is known from before,
// and with another one it would be another run.
static int note_guest_kernel(struct run *run, const struct step_outcome *outcome, struct err *err)
{
    const char *known = run->record.guest_kernel, *told = outcome->guest_kernel;
    if (!told || (*known && (!run->past || strcmp(known, told) == 0)))
        return 0;
    if (*known && !run->options->resume->anyway)
        return err_host(err, NULL,
                        "run %" PRId64 " cannot go on as it began (guest kernel: %s then, %s now); "
                        "--resume-anyway goes on all the same",
                        run->record.id, known, told);
    record_set(&run->record.guest_kernel, alloc_copy(told));
    return 0;
}

// New string.
static char *name_what_gave_out(const struct step_outcome *outcome)
{
    struct saturation saturation;
    if (outcome->record.state != RECORD_DONE)
        return alloc_copy("");
    saturation_init(&saturation, &outcome->telemetry, outcome->record.measured_ns);
    char *name = saturation.first ? saturation_finding_name(saturation.first) : alloc_copy("");
    saturation_done(&saturation);
    return name;
}

static void tell_end(struct run *run, const char *gave_out)
{
    const struct observer *observer = run->options->observer;
    const struct step_record *step = run_steps_last(&run->steps);
    const char *verdict = run_steps_verdict(&run->steps, step);
    if (*verdict)
        store_set_verdict(run->options->store, step->id, verdict, NULL);
    if (observer && observer->step_end)
        observer->step_end(observer->context, step, verdict, gave_out);
}

// "2 guests, boot 1: no run of fio ended in ...", NULL where all did something. New string.
static char *describe_silence(const struct run *run, const struct step_record *step)
{
    scope_free char *what = silence_of_step(&run->scenario, step);
    if (!what)
        return NULL;
    if (step->kind == RECORD_STEP_CALIBRATE)
        return alloc_printf("1 guest alone: %s", what);
    return alloc_printf("%" PRIu32 " guest%s, boot %" PRIu32 ": %s", step->guests,
                        step->guests == 1 ? "" : "s", step->repeat + 1, what);
}

// Stores a step and lets everyone learn from it. The record stays in run->steps.
int run_keep(struct run *run, struct step_outcome *outcome, uint64_t spent_ns, struct err *err)
{
    int result = note_guest_kernel(run, outcome, err);
    outcome->record.spent_ns = (int64_t)spent_ns;
    run_climb_learn(run, outcome);
    if (result == 0)
        result = store_add_step(run->options->store, run->record.id, &outcome->record,
                                &outcome->telemetry, err);
    if (result == 0 && outcome->record.state != RECORD_DONE)
        run_log_say(&run->log, outcome->record.reason);
    if (result == 0 && outcome->remark)
        run_log_say(&run->log, outcome->remark);
    scope_free char *losses = lost_datagrams_describe(&outcome->record);
    if (result == 0 && losses)
        run_log_say(&run->log, losses);
    scope_free char *silence = describe_silence(run, &outcome->record);
    if (result == 0 && silence)
        run_log_say(&run->log, silence);
    if (result == 0) {
        scope_free char *gave_out = name_what_gave_out(outcome);
        run_steps_add(&run->steps, &outcome->record, spent_ns, &run->scenario);
        tell_end(run, gave_out);
    }
    step_outcome_done(outcome);
    return result;
}

static int carry_out_step(struct run *run, const struct step_plan *plan, struct err *err)
{
    announce(run, plan);
    uint64_t began_ns = clock_monotonic_ns();
    struct step_outcome outcome;
    int result = step_run(run->platform, plan, &outcome, err);
    if (result < 0)
        return result;
    if (plan->kind == RECORD_STEP_CALIBRATE)
        run_pace_mark(run, run_steps_calibrations(&run->steps), &outcome.record);
    return run_keep(run, &outcome, clock_monotonic_ns() - began_ns, err);
}

// --- the ladder ---------------------------------------------------------------------------------

// One guest alone, closed: what it can do.
static int calibrate(struct run *run, uint32_t boot, struct err *err)
{
    struct step_plan plan = run_plan_step(run, RECORD_STEP_CALIBRATE, 1, boot);
    run_pace_plan(run, boot, &plan);
    return carry_out_step(run, &plan, err);
}

// Of a list of densities the repeat is the round, so that another run's boot of the same repeat is
// the one beside it in time, also where a boot was lost and made again.
static uint32_t repeat_of(const struct run *run, uint32_t units)
{
    return run->bounds.density_count ? run_steps_boots(&run->steps, units)
                                     : run_steps_tries(&run->steps, units);
}

// One rung; *ret_more is false where the ladder has ended.
static int climb(struct run *run, bool *ret_more, struct err *err)
{
    uint32_t units;
    int result = run_climb_next(run, &units, err);
    *ret_more = result == 0 && units > 0;
    if (!*ret_more)
        return result;
    const struct step_plan plan =
        run_plan_step(run, RECORD_STEP_LADDER, units, repeat_of(run, units));
    result = carry_out_step(run, &plan, err);
    return result < 0 ? result : run_climb_note(run, err);
}

// --- from the next step to the last -------------------------------------------------------------

int run_advance(struct run *run, bool *ret_more, struct err *err)
{
    if (*run->scenario.interference)
        return run_interference_advance(run, ret_more, err);
    uint32_t boots = run_steps_calibrations(&run->steps);
    if (boots == run->calibrations)
        return (run->scenario.fault ? run_isolation_advance : climb)(run, ret_more, err);
    *ret_more = true;
    int result = calibrate(run, boots, err);
    return result == 0 && boots + 1 == run->calibrations ? run_pace_set(run, err) : result;
}

static char *answer_of_ladder(const struct run *run)
{
    const struct tile_densities *densities = &run->steps.densities;
    const struct run_record *record = &run->record;
    struct maximum maximum = run_steps_maximum(&run->steps);
    struct maximum_terms terms;
    if (run->climb.is_short)
        maximum_note_end(&maximum, record->reason);
    maximum_terms_init(&terms, densities->list, densities->count, &maximum, record->limits,
                       record->limit_count);
    char *answer = maximum_terms_answer(&terms, &maximum, record->emulated);
    maximum_terms_done(&terms);
    return overcommit_sentence(answer, &run->scenario, record->usable_cpus, &maximum);
}

static char *answer_of_interference(const struct run *run)
{
    struct interference interference;
    interference_init(&interference, &run->scenario, run->steps.list, run->steps.count);
    char *answer = interference_sentence(&interference, run->record.emulated);
    interference_done(&interference);
    return answer;
}

void run_finish(struct run *run, int result, const struct err *why)
{
    struct run_record *record = &run->record;
    if (record->id == 0 || run->is_over)
        return;
    run->is_over = true;
    record->state = result == 0        ? RECORD_DONE
                    : result == -EINTR ? RECORD_INTERRUPTED
                    : !run->platform   ? RECORD_REFUSED // absent on this host
                                       : RECORD_FAILED;
    record->ended_at_ns = clock_realtime_ns();
    record_set(&record->reason, alloc_copy(result == 0 ? "" : err_text(why)));
    if (result == 0 && run->climb.is_short)
        record_set(&record->reason, run_budget_words(run));
    if (run->steps.densities.count > 0) {
        run_climb_tell_limits(run);
        record_set(&record->answer, answer_of_ladder(run));
    }
    if (run->campaign->ab)
        record_set(&record->answer, campaign_ab_answer(run->campaign));
    if (*run->scenario.interference)
        record_set(&record->answer, answer_of_interference(run));
    if (run->scenario.fault)
        record_set(&record->answer, run_isolation_answer(run));
    store_update_run(run->options->store, record, NULL);
}
