// SPDX-License-Identifier: GPL-3.0-or-later
// The story of a run. How it begins stands in run_open.c, what a step is stands in step.c, which
// density comes next in ladder.c, what the figures mean in common/inference.
#include "bench/run.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "bench/fleet.h"
#include "bench/observer.h"
#include "bench/run_state.h"
#include "bench/step.h"
#include "collector/memory.h"
#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/inference/maximum.h"
#include "common/store/store.h"

static const struct procfs this_host = {.root = ""};

// --- one step -----------------------------------------------------------------------------------

static struct step_plan plan_step(const struct run *run, enum record_step_kind kind,
                                  uint32_t guests, uint32_t repeat)
{
    const struct scenario *scenario = &run->scenario;
    struct load load = scenario->load;
    // One thread a vCPU of the shape, on every platform: a process of the host sees all of its
    // CPUs.
    if (load.threads == 0)
        load.threads = scenario->shape.vcpus;
    uint64_t stream = ((uint64_t)kind << 56) ^ ((uint64_t)guests << 24) ^ repeat;
    return (struct step_plan){
        .kind = kind,
        .guests = guests,
        .repeat = repeat,
        .shape = scenario->shape,
        .load = load,
        .seed = rng_derive(scenario->seed, stream),
        .unique_content = scenario->unique_content,
        .windows = scenario->windows,
        .window_ns = scenario->window_ns,
        .warmup_max_windows = scenario->warmup_max_windows,
        .parallel = scenario->boot_parallel ? scenario->boot_parallel
                                            : fleet_default_parallel(run->record.host.cpus),
        .boot_timeout_ns = scenario->boot_timeout_ns,
        .observer = run->options->observer,
    };
}

static void announce(struct run *run, const struct step_plan *plan)
{
    const struct observer *observer = run->options->observer;
    if (!observer || !observer->step_begin)
        return;
    const char *what = plan->kind == RECORD_STEP_CALIBRATE ? "calibrating" : "measuring";
    uint64_t guests_left =
        ladder_guests_left(&run->bounds, run->steps.rungs, run->steps.rung_count);
    observer->step_begin(observer->context, what, plan->guests, plan->repeat,
                         run_steps_time_left(&run->steps, guests_left));
}

// The kernel in the guests is known from the first hello on.
static void note_guest_kernel(struct run *run, const struct step_outcome *outcome)
{
    if (!outcome->guest_kernel || *run->record.guest_kernel)
        return;
    record_set(&run->record.guest_kernel, alloc_copy(outcome->guest_kernel));
}

// Runs a step, stores it and lets everyone learn from it. The record stays in run->steps.
static int carry_out_step(struct run *run, const struct step_plan *plan, struct err *err)
{
    announce(run, plan);
    uint64_t began_ns = clock_monotonic_ns();
    struct step_outcome outcome;
    int result = step_run(run->platform, plan, &outcome, err);
    if (result < 0)
        return result;
    note_guest_kernel(run, &outcome);
    memory_gate_learn(&run->gate, &outcome.record);
    result = store_add_step(run->options->store, run->record.id, &outcome.record, outcome.telemetry,
                            outcome.telemetry_count, err);
    if (result == 0 && outcome.record.state == RECORD_FAILED)
        run_log_say(&run->log, outcome.record.reason);
    if (result == 0)
        run_steps_add(&run->steps, &outcome.record, clock_monotonic_ns() - began_ns,
                      &run->scenario);
    step_outcome_done(&outcome);
    return result;
}

static void tell_end(struct run *run)
{
    const struct observer *observer = run->options->observer;
    const struct step_record *step = run_steps_last(&run->steps);
    const char *verdict = run_steps_verdict(&run->steps, step);
    if (*verdict)
        store_set_verdict(run->options->store, step->id, verdict, NULL);
    if (observer && observer->step_end)
        observer->step_end(observer->context, step, verdict);
}

// --- the ladder ---------------------------------------------------------------------------------

// A share of a rate means: of what one guest alone can do, closed. Measured before the ladder
// begins.
static int calibrate(struct run *run, struct err *err)
{
    struct load *load = &run->scenario.load;
    if (load->arrivals == LOAD_CLOSED || !load->rate.is_share)
        return 0;
    struct step_plan plan = plan_step(run, RECORD_STEP_CALIBRATE, 1, 0);
    plan.load.arrivals = LOAD_CLOSED;
    plan.load.rate = (struct rate){0};
    int result = carry_out_step(run, &plan, err);
    if (result < 0)
        return result;
    tell_end(run);
    double alone_hz = run_steps_alone_hz(&run->steps);
    if (alone_hz <= 0)
        return err_host(err, NULL, "one guest alone could not be measured: %s",
                        run_steps_last(&run->steps)->reason);
    load->rate = (struct rate){.value = load->rate.value * alone_hz};
    scope_free char *text =
        alloc_printf("one guest alone does %.1f operations a second; each guest "
                     "is offered %.1f",
                     alone_hz, load->rate.value);
    run_log_say(&run->log, text);
    return 0;
}

// Refuses what would not fit, with the figures, and lowers the ladder's top to what does.
static int refuse(struct run *run, uint32_t guests, uint64_t available_bytes, struct err *err)
{
    scope_free char *reason = memory_gate_explain(&run->gate, guests, available_bytes);
    scope_free char *text = alloc_printf("refused: %s", reason);
    struct step_record step;
    step_record_init(&step);
    step.kind = RECORD_STEP_LADDER;
    step.guests = guests;
    step.state = RECORD_REFUSED;
    step.started_at_ns = clock_realtime_ns();
    record_set(&step.reason, scope_take(reason));
    run_log_say(&run->log, text);
    int result = store_add_step(run->options->store, run->record.id, &step, NULL, 0, err);
    run_steps_add_refused(&run->steps, &step);
    step_record_done(&step);
    uint32_t limit = memory_gate_limit(&run->gate, available_bytes);
    if (result == 0 && limit < run->bounds.guests_min)
        return err_host(err, NULL, "this host has no memory for %u guest%s: %s",
                        run->bounds.guests_min, run->bounds.guests_min == 1 ? "" : "s", text);
    run->bounds.guests_max = limit;
    return result;
}

static int climb(struct run *run, struct err *err)
{
    uint32_t guests;
    while ((guests = ladder_next(&run->bounds, run->steps.rungs, run->steps.rung_count)) > 0) {
        struct host_memory memory;
        int result = host_memory_read(&this_host, &memory, err);
        if (result < 0)
            return result;
        if (guests > memory_gate_limit(&run->gate, memory.available_bytes)) {
            result = refuse(run, guests, memory.available_bytes, err);
        } else {
            const struct step_plan plan =
                plan_step(run, RECORD_STEP_LADDER, guests, run_steps_tries(&run->steps, guests));
            result = carry_out_step(run, &plan, err);
            if (result == 0)
                tell_end(run);
        }
        if (result < 0)
            return result;
    }
    return 0;
}

// --- the end ------------------------------------------------------------------------------------

// The store learns how it ended, whatever the end was: an interrupted run answers with what it has.
static void finish(struct run *run, int result, const struct err *why,
                   struct run_outcome *ret_outcome)
{
    struct run_record *record = &run->record;
    const struct maximum maximum = run_steps_maximum(&run->steps);
    *ret_outcome = (struct run_outcome){.id = record->id, .maximum = maximum.guests};
    if (record->id == 0)
        return;
    record->state = result == 0        ? RECORD_DONE
                    : result == -EINTR ? RECORD_INTERRUPTED
                                       : RECORD_FAILED;
    record->ended_at_ns = clock_realtime_ns();
    record_set(&record->reason, alloc_copy(result == 0 ? "" : err_text(why)));
    if (run->steps.density_count > 0) {
        record_set(&record->answer, maximum_sentence(&maximum, record->emulated));
    }
    store_update_run(run->options->store, record, NULL);
}

int run_carry_out(const struct run_options *options, struct run_outcome *ret_outcome,
                  struct err *err)
{
    struct run run;
    struct err why = {0};
    int result = run_open(&run, options, &why);
    if (result == 0)
        result = calibrate(&run, &why);
    if (result == 0)
        result = climb(&run, &why);
    finish(&run, result, &why, ret_outcome);
    run_close(&run);
    err_move(err, &why);
    return result;
}
