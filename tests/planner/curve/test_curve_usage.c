// SPDX-License-Identifier: GPL-3.0-or-later
// What guests take of a host, from telemetry in a real store, and from their processes.
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/model/telemetry.h"
#include "common/store/store.h"
#include "planner/curve/curve_usage.h"
#include "tests/reports/fixture.h"

#define SECOND_NS INT64_C(1000000000)

static struct fixture fixture;
static struct run_record run;

static void set_up(void)
{
    struct err err = {0};
    fixture_init(&fixture);
    run_record_init(&run);
    run.host.cpus = 4;
    cr_assert_eq(store_add_run(fixture.store, &run, &err), 0, "%s", err_text(&err));
}

static void tear_down(void)
{
    run_record_done(&run);
    fixture_done(&fixture);
}

TestSuite(planner_curve_usage, .init = set_up, .fini = tear_down);

// Seconds of warm-up in which the host is fully busy, then two measured ones.
static void add_step(uint32_t guests, double busy_ratio, double process_cores)
{
    struct telemetry telemetry = {0};
    struct step_record step;
    struct err err = {0};
    step_record_init(&step);
    step.kind = RECORD_STEP_LADDER;
    step.state = RECORD_DONE;
    step.guests = guests;
    step.measured_ns = 2 * SECOND_NS;
    step.guest_list = alloc_zeroed(guests, sizeof(*step.guest_list));
    step.guest_count = guests;
    for (uint32_t g = 0; g < guests; g++) {
        guest_record_init(&step.guest_list[g]);
        step.guest_list[g].index = g;
        step.guest_list[g].state = RECORD_DONE;
        step.guest_list[g].host_cpu_ns = (int64_t)(process_cores * 2 * SECOND_NS);
        step.guest_list[g].host_memory_bytes = 100 << 20;
    }
    for (int second = 1; second <= 5 && !isnan(busy_ratio); second++) {
        double ratio = second <= 3 ? 1 : busy_ratio;
        telemetry_add(&telemetry, "cpu", "host", "cpu_busy_ratio", second * SECOND_NS, ratio);
        for (int cpu = 0; cpu < 4; cpu++) {
            char object[] = "cpu 0";
            object[4] = (char)('0' + cpu);
            telemetry_add(&telemetry, "cpu", object, "cpu_busy_ratio", second * SECOND_NS, ratio);
        }
    }
    cr_assert_eq(store_add_step(fixture.store, run.id, &step, &telemetry, &err), 0, "%s",
                 err_text(&err));
    telemetry_done(&telemetry);
    step_record_done(&step);
}

static struct curve_usage read_usage(void)
{
    struct curve_usage usage = {0};
    struct step_record *steps = NULL;
    size_t count = 0;
    struct err err = {0};
    cr_assert_eq(store_read_steps(fixture.store, run.id, &steps, &count, &err), 0);
    cr_assert_eq(curve_usage_read(fixture.store, &run, steps, count, &usage, &err), 0, "%s",
                 err_text(&err));
    for (size_t i = 0; i < count; i++)
        step_record_done(&steps[i]);
    free(steps);
    return usage;
}

// Of 4 CPUs: the host takes 0.4 by itself, a guest 0.2, of which its process 0.15.
Test(planner_curve_usage, the_hosts_own_part_is_no_guests)
{
    static const uint32_t guests[] = {1, 1, 2, 2, 4, 4};
    for (size_t i = 0; i < 6; i++)
        add_step(guests[i], (0.4 + 0.2 * guests[i]) / 4, 0.15);
    struct curve_usage usage = read_usage();
    cr_assert_eq(usage.count, 6);
    cr_expect_float_eq(curve_usage_busy(&usage, 2).value, 0.8, 1e-6);
    cr_expect_float_eq(usage.list[4].process_cores, 0.6, 1e-6);
    const struct uncertain cores = curve_usage_cores_a_guest(&usage, 4);
    cr_expect_float_eq(cores.value, 0.2, 1e-6);
    cr_expect_eq(cores.origin, ORIGIN_MEASURED);
    cr_expect_float_eq(curve_usage_bytes_a_guest(&usage).value, 100 << 20, 1);
    curve_usage_done(&usage);
}

// Beyond 4 guests the host is full: what one more takes there says nothing of a guest that holds.
Test(planner_curve_usage, only_up_to_the_density_asked_for)
{
    static const uint32_t guests[] = {1, 1, 2, 2, 4, 4, 16, 16};
    for (size_t i = 0; i < 8; i++)
        add_step(guests[i], fmin(1, guests[i] / 4.0), 0.1);
    struct curve_usage usage = read_usage();
    cr_expect_float_eq(curve_usage_cores_a_guest(&usage, 4).value, 1, 1e-6);
    cr_expect_lt(curve_usage_cores_a_guest(&usage, 16).value, 0.5);
    curve_usage_done(&usage);
}

// Others kept the host busy all the time, and gave way to the guests.
Test(planner_curve_usage, a_guest_takes_no_less_than_its_process)
{
    static const uint32_t guests[] = {1, 1, 2, 2, 4, 4};
    for (size_t i = 0; i < 6; i++)
        add_step(guests[i], 0.999 + 0.0002 * guests[i], 0.15);
    struct curve_usage usage = read_usage();
    cr_expect_float_eq(curve_usage_cores_a_guest(&usage, 4).value, 0.15, 1e-6);
    curve_usage_done(&usage);
}

Test(planner_curve_usage, without_telemetry_the_processes_tell)
{
    add_step(1, NAN, 0.15);
    add_step(2, NAN, 0.15);
    add_step(4, NAN, 0.15);
    struct curve_usage usage = read_usage();
    cr_expect(isnan(usage.list[0].busy_cores));
    cr_expect_float_eq(curve_usage_cores_a_guest(&usage, 4).value, 0.15, 1e-6);
    cr_expect_float_eq(curve_usage_busy(&usage, 4).value, 0.6, 1e-6);
    curve_usage_done(&usage);
}

// SMT: 4 CPUs of 2 cores; and a quota of one and a half CPUs.
Test(planner_curve_usage, counts_cores_not_threads)
{
    cr_expect_float_eq(curve_usage_cores(&run), 4, 1e-12);
    run.host.cores = 2;
    cr_expect_float_eq(curve_usage_cores(&run), 2, 1e-12);
    add_step(1, 0.5, 0.5);
    struct curve_usage usage = read_usage();
    cr_expect_float_eq(usage.list[0].busy_cores, 1, 1e-6);
    cr_expect_float_eq(usage.list[0].process_cores, 0.25, 1e-6);
    curve_usage_done(&usage);
    run.usable_cpus = 1.5;
    cr_expect_float_eq(curve_usage_cores(&run), 0.75, 1e-12);
}
