// SPDX-License-Identifier: GPL-3.0-or-later
// Boots with and without the accident. What they mean is common/inference/isolation.c's business.
// Which boots are done is read from the run's steps, so that a run can go on where it stopped.
#include "bench/run_isolation.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "bench/observer.h"
#include "bench/run_state.h"
#include "bench/step.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/inference/isolation.h"

enum { BEFALLEN, BOOTS_OF_PAIR = 2 };

// Those of a boot: before, under and after the accident.
static uint32_t windows_of(const struct run *run)
{
    return 2 * scenario_windows(&run->scenario) + 1;
}

static bool is_done(const struct run *run, enum accident kind, uint32_t repeat)
{
    for (size_t i = 0; i < run->steps.count; i++) {
        const struct step_record *step = &run->steps.list[i];
        if (step->kind == RECORD_STEP_ISOLATION && step->repeat == repeat &&
            step->guest_count > 0 &&
            strcmp(step->guest_list[BEFALLEN].load, accident_name(kind)) == 0)
            return true;
    }
    return false;
}

static enum accident kind_of(const struct run *run, uint32_t repeat, uint32_t boot)
{
    struct rng rng;
    rng_init(&rng, rng_derive(run->scenario.seed, 3000 + repeat));
    bool is_first = rng_below(&rng, BOOTS_OF_PAIR) == boot;
    return is_first ? run->scenario.fault : ACCIDENT_NONE;
}

// The next boot that is to be made, false at the end.
static bool find_next(const struct run *run, enum accident *ret_kind, uint32_t *ret_repeat)
{
    for (uint32_t repeat = 0; repeat < run->scenario.repeats_min; repeat++)
        for (uint32_t boot = 0; boot < BOOTS_OF_PAIR; boot++) {
            enum accident kind = kind_of(run, repeat, boot);
            if (is_done(run, kind, repeat))
                continue;
            *ret_kind = kind;
            *ret_repeat = repeat;
            return true;
        }
    return false;
}

uint64_t run_isolation_time_left(const struct run *run)
{
    uint32_t left = 0;
    for (uint32_t repeat = 0; repeat < run->scenario.repeats_min; repeat++)
        left += !is_done(run, run->scenario.fault, repeat) + !is_done(run, ACCIDENT_NONE, repeat);
    return run_steps_time_left(&run->steps, (uint64_t)left * run->scenario.guests_max);
}

static void announce(const struct run *run, enum accident kind, uint32_t repeat)
{
    const struct observer *observer = run->options->observer;
    if (!observer || !observer->step_begin)
        return;
    scope_free char *what =
        kind == ACCIDENT_NONE ? alloc_copy("no fault") : alloc_copy(accident_name(kind));
    scope_free char *text = alloc_printf("%s among", what);
    observer->step_begin(observer->context, run->log.who, text, run->scenario.guests_max, repeat,
                         campaign_time_left(run->campaign));
}

static int check_room(struct run *run, struct err *err)
{
    struct host_limits *limits = &run->climb.limits;
    uint32_t guests = run->scenario.guests_max;
    int result = host_limits_read(limits, err);
    if (result < 0 || host_limits_fit(limits, NULL) >= guests)
        return result;
    scope_free char *why = host_limits_explain(limits, guests);
    return err_host(err, NULL, "this host has no room for %" PRIu32 " guests: %s", guests, why);
}

// A hog takes what the guest has; a process of the host must be told how much that is.
static uint64_t limit_of(const struct run *run, enum accident kind)
{
    bool is_process = strcmp(run->platform->guest_kind, "process") == 0;
    if (kind == ACCIDENT_MEMORY_HOG)
        return is_process ? run->scenario.shape.memory_bytes : 0;
    return kind == ACCIDENT_DISK_HOG ? run->platform->disk_bytes : 0;
}

static void name_guests(struct step_record *step, enum accident kind)
{
    for (size_t i = 0; i < step->guest_count; i++)
        record_set(&step->guest_list[i].role, alloc_copy(i == BEFALLEN ? "befallen" : "neighbour"));
    if (step->guest_count > 0)
        record_set(&step->guest_list[BEFALLEN].load, alloc_copy(accident_name(kind)));
}

int run_isolation_advance(struct run *run, bool *ret_more, struct err *err)
{
    enum accident kind;
    uint32_t repeat;
    *ret_more = find_next(run, &kind, &repeat);
    int result = *ret_more ? check_room(run, err) : 0;
    if (!*ret_more || result < 0)
        return result;
    const struct step_accident accident = {
        .kind = kind,
        .window = scenario_windows(&run->scenario),
        .limit_bytes = limit_of(run, kind),
    };
    struct step_plan plan =
        run_plan_step(run, RECORD_STEP_ISOLATION, run->scenario.guests_max, repeat);
    plan.accident = &accident;
    plan.windows = windows_of(run);
    plan.is_open = false;
    announce(run, kind, repeat);
    uint64_t began_ns = clock_monotonic_ns();
    struct step_outcome outcome;
    result = step_run(run->platform, &plan, &outcome, err);
    if (result < 0)
        return result;
    name_guests(&outcome.record, kind);
    if (outcome.record.state == RECORD_REFUSED)
        result = err_host(err, NULL, "%s", outcome.record.reason);
    int kept = run_keep(run, &outcome, clock_monotonic_ns() - began_ns, result < 0 ? NULL : err);
    return result < 0 ? result : kept;
}

char *run_isolation_answer(const struct run *run)
{
    struct isolation isolation;
    isolation_init(&isolation, &run->scenario, run->steps.list, run->steps.count);
    char *answer = isolation_sentence(&isolation, run->record.emulated);
    isolation_done(&isolation);
    return answer;
}
