// SPDX-License-Identifier: GPL-3.0-or-later
// One step with real agents as processes: what a whole one records, and what one records whose
// guests break down in every phase.
#include "bench/step.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/model/load.h"
#include "tests/collector/tree.h"
#include "tests/harness/native.h"

TestSuite(harness_step, .init = native_make_cache, .fini = native_remove_cache);

static struct step_plan plan_of(uint32_t guests)
{
    return (struct step_plan){
        .kind = RECORD_STEP_LADDER,
        .guests = guests,
        .repeat = 3,
        .shape = {.vcpus = 1, .memory_bytes = UINT64_C(64) << 20},
        .load = {.workload = (char *)"cpu",
                 .variant = (char *)"",
                 .arrivals = LOAD_CONSTANT,
                 .rate = {.value = 200},
                 .threads = 1},
        .seed = 9,
        .windows = 3,
        .window_ns = 100 * CLOCK_NS_PER_MS,
        .warmup_max_windows = 4,
        .parallel = 2,
        .boot_timeout_ns = CLOCK_NS_PER_SECOND,
    };
}

static struct step_outcome run_step(const struct step_plan *plan, const char *fault)
{
    struct native native;
    struct step_outcome outcome;
    struct err err = {0};
    native_open(&native, fault);
    cr_assert_eq(step_run(native.platform, plan, &outcome, &err), 0, "%s", err_text(&err));
    cr_assert_not(native_has_children(), "an agent is left");
    native_close(&native);
    return outcome;
}

Test(harness_step, records_what_was_measured)
{
    struct step_plan plan = plan_of(3);
    plan.boot_timeout_ns = 30 * CLOCK_NS_PER_SECOND;
    struct step_outcome outcome = run_step(&plan, "");
    const struct step_record *step = &outcome.record;
    cr_assert_eq(step->state, RECORD_DONE, "%s", step->reason);
    cr_assert_eq(step->guests, 3);
    cr_assert_eq(step->repeat, 3);
    cr_assert_eq(step->guest_count, 3);
    cr_assert_eq(step->rate_hz, 200);
    cr_assert_leq(step->warmup_windows, plan.warmup_max_windows);
    cr_assert_geq(step->measured_ns, 2 * (int64_t)plan.window_ns);
    cr_assert_geq(step->tool_cpu_ns, 0);
    cr_assert_lt(step->tool_cpu_ns, step->measured_ns);
    cr_assert_gt(step->boot_ns, 0);
    cr_assert_geq(step->barrier_ns, 0);
    cr_assert_gt(telemetry_point_count(&outcome.telemetry), 0);
    cr_assert_not_null(outcome.guest_kernel);
    step_outcome_done(&outcome);
    step_outcome_done(NULL);
}

Test(harness_step, marks_the_windows_after_the_warm_up)
{
    struct step_plan plan = plan_of(2);
    plan.boot_timeout_ns = 30 * CLOCK_NS_PER_SECOND;
    struct step_outcome outcome = run_step(&plan, "");
    for (size_t i = 0; i < outcome.record.guest_count; i++) {
        const struct guest_record *guest = &outcome.record.guest_list[i];
        uint32_t measured = 0;
        for (size_t w = 0; w < guest->window_count; w++) {
            measured += guest->windows[w].measured;
            cr_assert(!guest->windows[w].measured || w >= outcome.record.warmup_windows);
        }
        cr_assert_eq(measured, plan.windows);
        cr_assert_eq(guest->state, RECORD_DONE);
        cr_assert_str_eq(guest->reason, "");
        cr_assert_gt(guest->host_memory_bytes, 0);
        cr_assert_geq(guest->host_cpu_ns, 0);
        const struct figure_record *wakeups =
            step_record_figure(&outcome.record, guest->index, RECORD_FIGURE_WAKEUPS);
        cr_assert_not_null(wakeups);
        cr_assert_gt(wakeups->value, 10, "it sleeps between its 200 operations a second");
    }
    step_outcome_done(&outcome);
}

Test(harness_step, measures_without_a_warm_up_when_told_so)
{
    struct step_plan plan = plan_of(1);
    plan.boot_timeout_ns = 30 * CLOCK_NS_PER_SECOND;
    plan.warmup_max_windows = 0;
    plan.windows = 1;
    struct step_outcome outcome = run_step(&plan, "");
    cr_assert_eq(outcome.record.state, RECORD_DONE, "%s", outcome.record.reason);
    cr_assert_eq(outcome.record.warmup_windows, 0);
    cr_assert_not(outcome.record.steady);
    cr_assert(outcome.record.guest_list[0].windows[0].measured);
    step_outcome_done(&outcome);
}

struct breakdown {
    char fault[16], when[48], what[48];
};

// Every fault an agent can have, and what the record then says.
ParameterizedTestParameters(harness_step, says_who_broke_down_and_when)
{
    static struct breakdown breakdowns[] = {
        {"version", "before its hello", "protocol version 2"},
        {"mute", "before its hello", "silent for 1.00 s"},
        {"die-prepare", "while it prepared its load", "died"},
        {"die-start", "at the barrier", "died"},
        {"die-window", "in window 1", "died"},
    };
    return cr_make_param_array(struct breakdown, breakdowns,
                               sizeof breakdowns / sizeof *breakdowns);
}

ParameterizedTest(struct breakdown *breakdown, harness_step, says_who_broke_down_and_when)
{
    struct step_plan plan = plan_of(2);
    struct step_outcome outcome = run_step(&plan, breakdown->fault);
    const struct step_record *step = &outcome.record;
    cr_assert_eq(step->state, RECORD_FAILED, "%s", breakdown->fault);
    cr_assert_eq(strncmp(step->reason, "guest ", 6), 0, "%s", step->reason);
    cr_assert_not_null(strstr(step->reason, breakdown->when), "%s", step->reason);
    cr_assert_not_null(strstr(step->reason, breakdown->what), "%s", step->reason);
    cr_assert_eq(step->guest_count, 2, "recorded all the same");
    for (size_t i = 0; i < 2; i++)
        for (size_t w = 0; w < step->guest_list[i].window_count; w++)
            cr_assert_not(step->guest_list[i].windows[w].measured);
    step_outcome_done(&outcome);
}

// --- idle guests, and a host that says stop -----------------------------------------------------

static struct step_plan idle_plan(uint32_t guests)
{
    struct step_plan plan = plan_of(guests);
    plan.load = (struct load){
        .workload = (char *)"idle", .variant = (char *)"", .arrivals = LOAD_CLOSED, .threads = 1};
    plan.boot_timeout_ns = 30 * CLOCK_NS_PER_SECOND;
    return plan;
}

Test(harness_step, measures_what_idle_guests_cost)
{
    struct step_plan plan = idle_plan(8);
    struct step_outcome outcome = run_step(&plan, "");
    cr_assert_eq(outcome.record.state, RECORD_DONE, "%s", outcome.record.reason);
    cr_assert(outcome.record.steady);
    cr_assert_eq(outcome.record.warmup_windows, 3);
    for (size_t i = 0; i < outcome.record.guest_count; i++) {
        const struct guest_record *guest = &outcome.record.guest_list[i];
        // Finer than a tick of 10 ms, and far below one.
        cr_assert_gt(guest->host_cpu_ns, 0);
        cr_assert_lt(guest->host_cpu_ns, (int64_t)(10 * CLOCK_NS_PER_MS));
        for (size_t w = 0; w < guest->window_count; w++)
            cr_assert_eq(guest->windows[w].operations, 0);
    }
    step_outcome_done(&outcome);
}

// A made-up host whose memory is all but gone a second after this.
static void *take_memory(void *unused)
{
    clock_sleep_until_ns(clock_monotonic_ns() + CLOCK_NS_PER_SECOND);
    tree_put("/proc/meminfo", "MemTotal: 16777216 kB\nMemAvailable: 1024 kB\n");
    return unused;
}

static void make_poor_host(struct host_limits *limits, pthread_t *ret_taker)
{
    tree_put("/proc/meminfo", "MemTotal: 16777216 kB\nMemAvailable: 8388608 kB\n");
    cr_assert_eq(pthread_create(ret_taker, NULL, take_memory, NULL), 0);
    *limits = (struct host_limits){.procfs = tree_procfs(), .folder = tree_root()};
    limits->list[HOST_MEMORY].reserve = UINT64_C(1) << 30;
}

Test(harness_step, is_stopped_before_the_host_goes_down)
{
    struct step_plan plan = idle_plan(2);
    struct host_limits limits;
    pthread_t taker;
    make_poor_host(&limits, &taker);
    plan.windows = 600;
    plan.limits = &limits;
    struct step_outcome outcome = run_step(&plan, "");
    pthread_join(taker, NULL);
    const struct step_record *step = &outcome.record;
    cr_assert_eq(step->state, RECORD_REFUSED);
    cr_assert_not_null(strstr(step->reason, "stopped at 2 of 2 guests: memory: 1.00 MiB left"),
                       "%s", step->reason);
    cr_assert_eq(step->guest_count, 2, "what they said is kept");
    for (size_t i = 0; i < 2; i++) {
        cr_assert_eq(step->guest_list[i].state, RECORD_INTERRUPTED);
        cr_assert_gt(step->guest_list[i].boot_ns, 0);
    }
    step_outcome_done(&outcome);
}

// The real platform, but for the last guest that it cannot start; the others have greeted by then.
static int start_all_but_the_fourth(struct platform *platform, const struct guest_spec *spec,
                                    struct platform_guest *ret_guest, struct err *err)
{
    if (spec->index == 3) {
        clock_sleep_until_ns(clock_monotonic_ns() + CLOCK_NS_PER_SECOND);
        return err_system(err, EAGAIN, "fork");
    }
    return platform_native.start(platform, spec, ret_guest, err);
}

static int run_short_of_one(const struct step_plan *plan, struct step_outcome *ret_outcome,
                            struct err *err)
{
    struct platform_ops ops = platform_native;
    struct native native;
    ops.start = start_all_but_the_fourth;
    native_open(&native, "");
    native.platform->ops = &ops;
    int result = step_run(native.platform, plan, ret_outcome, err);
    cr_assert_not(native_has_children(), "an agent is left");
    native_close(&native);
    return result;
}

Test(harness_step, an_open_ladder_takes_what_the_platform_can_start)
{
    struct step_plan plan = idle_plan(4);
    struct step_outcome outcome;
    struct err err = {0};
    plan.parallel = 1;
    plan.is_open = true;
    cr_assert_eq(run_short_of_one(&plan, &outcome, &err), 0, "%s", err_text(&err));
    cr_assert_eq(outcome.record.state, RECORD_REFUSED);
    cr_assert_not_null(strstr(outcome.record.reason, "of 4 guests: the platform starts no more: "
                                                     "fork: "),
                       "%s", outcome.record.reason);
    step_outcome_done(&outcome);
    plan.is_open = false;
    cr_assert_eq(run_short_of_one(&plan, &outcome, &err), -EAGAIN, "else it is a failure");
    err_done(&err);
}
