// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "common/base/alloc.h"
#include "planner/amount/policy.h"
#include "planner/curve/curve.h"
#include "planner/estate/estate.h"
#include "planner/risk/risk.h"
#include "tests/planner/made_curve.h"

static const struct risk_window FOUR = {0, 4};

static struct estate estate;
static struct policy policy;
static struct curves curves;

static void make(void)
{
    estate_init(&estate);
    policy_init(&policy);
    curves = (struct curves){0};
}

static void clean(void)
{
    estate_done(&estate);
    policy_done(&policy);
    curves_done(&curves);
}

TestSuite(planner_risk, .init = make, .fini = clean);

static void add_host(const char *name, double cores, double idle_watts, double full_watts)
{
    struct estate_host *host = estate_add_host(&estate, name);
    host->cores = cores;
    for (int i = 0; i < POWER_POINTS; i++)
        host->watts[i] = idle_watts + (full_watts - idle_watts) * i / (POWER_POINTS - 1);
}

static struct estate_guest *add_guest(const char *name, int32_t host)
{
    struct estate_guest *guest = estate_add_guest(&estate, name);
    guest->host = host;
    return guest;
}

// A window is half an hour.
static void add_trace(struct estate_guest *guest, const float cores[4])
{
    estate.traces = alloc_resized(estate.traces, estate.trace_count + 1, sizeof *estate.traces);
    float *copy = alloc_zeroed(4, sizeof *copy);
    memcpy(copy, cores, 4 * sizeof *copy);
    estate.traces[estate.trace_count] = (struct estate_trace){.cores = copy};
    guest->trace = (int32_t)estate.trace_count++;
    estate.windows = 4;
    estate.window_s = 1800;
}

static struct risk replay(const int32_t *host, const bool *is_on, struct risk_window window)
{
    struct risk risk;
    risk_replay(&estate, &policy, &curves, host, is_on, window, &risk);
    return risk;
}

// Two guests on a host of 4 cores, 100 W idle and 200 W at full load; the other host is empty.
static void make_two_on_one(void)
{
    add_host("h1", 4, 100, 200);
    add_host("h2", 4, 100, 200);
    add_trace(add_guest("g1", 0), (const float[]){1, 3, 2, 0});
    add_trace(add_guest("g2", 0), (const float[]){1, 3, 2, NAN});
}

Test(planner_risk, counts_what_is_over_by_time_and_by_guests)
{
    make_two_on_one();
    struct risk risk = replay((const int32_t[]){0, 0}, (const bool[]){true, false}, FOUR);
    cr_expect_eq(risk.hosts_on, 1);
    cr_expect_float_eq(risk.hours, 2, 1e-12);
    cr_expect_float_eq(risk.over_time, 0.25, 1e-12); // 6 of 4 cores in one window of four
    cr_expect_float_eq(risk.over_guest_hours, 1, 1e-12);
    cr_expect_float_eq(risk.guest_hours, 3.5, 1e-12); // g2 was not there at the end
    cr_expect_float_eq(risk.unserved, 2.0 / 12, 1e-12);
    cr_expect_float_eq(risk.worst_load, 1.5, 1e-12);
    cr_expect_eq(risk.worst_host, 0);
    cr_expect_float_eq(risk.mean_load, 10.0 / 16, 1e-12);
    // 50, 100, 100 and 0 % of load, half an hour each.
    cr_expect_float_eq(risk.kwh, (150 + 200 + 200 + 100) * 0.5 / 1000, 1e-12);
    cr_expect_float_eq(risk.guests_traced, 1, 0);
}

Test(planner_risk, an_empty_host_that_is_on_draws_its_idle_watts)
{
    make_two_on_one();
    struct risk one = replay((const int32_t[]){0, 0}, (const bool[]){true, false}, FOUR);
    struct risk two = replay((const int32_t[]){0, 0}, (const bool[]){true, true}, FOUR);
    cr_expect_float_eq(two.kwh - one.kwh, 0.2, 1e-12);
    cr_expect_float_eq(two.over_time, 0.125, 1e-12);
}

Test(planner_risk, apart_they_are_never_over)
{
    make_two_on_one();
    struct risk risk = replay((const int32_t[]){0, 1}, (const bool[]){true, true}, FOUR);
    cr_expect_eq(risk.over_time, 0);
    cr_expect_eq(risk.unserved, 0);
    cr_expect_float_eq(risk.worst_load, 0.75, 1e-12);
}

Test(planner_risk, only_the_windows_that_are_asked_for_count)
{
    make_two_on_one();
    struct risk risk =
        replay((const int32_t[]){0, 0}, (const bool[]){true, false}, (struct risk_window){1, 2});
    cr_expect_float_eq(risk.hours, 0.5, 1e-12);
    cr_expect_float_eq(risk.over_time, 1, 1e-12);
}

Test(planner_risk, without_a_trace_the_mean_counts_and_the_unknown_is_told)
{
    make_two_on_one();
    add_guest("g3", 0)->cpu_cores = 2;
    add_guest("g4", 0);
    add_guest("g5", 0)->is_off = true;
    add_guest("g6", ESTATE_NOWHERE);
    struct risk risk =
        replay((const int32_t[]){0, 0, 0, 0, 0, ESTATE_NOWHERE}, (const bool[]){true, false}, FOUR);
    cr_expect_float_eq(risk.guests_traced, 0.5, 1e-12);
    cr_expect_eq(risk.guests_unknown, 1);
    cr_expect_float_eq(risk.worst_load, 2, 1e-12);
    cr_expect_float_eq(risk.over_time, 0.5, 1e-12); // 4, 8, 6 and 2 of 4 cores
}

Test(planner_risk, watts_that_are_not_known_make_no_energy)
{
    make_two_on_one();
    estate.hosts[0].watts[3] = NAN;
    struct risk risk = replay((const int32_t[]){0, 0}, (const bool[]){true, false}, FOUR);
    cr_expect(risk.kwh > 0); // no load lies there
    for (int i = 0; i < POWER_POINTS; i++)
        estate.hosts[0].watts[i] = NAN;
    risk = replay((const int32_t[]){0, 0}, (const bool[]){true, false}, FOUR);
    cr_expect(isnan(risk.kwh));
}

Test(planner_risk, nothing_on_nothing_known)
{
    add_host("h1", 4, 100, 200);
    struct risk risk =
        replay((const int32_t[]){0}, (const bool[]){false}, (struct risk_window){0, 1});
    cr_expect(isnan(risk.over_time));
    cr_expect(isnan(risk.mean_load));
    cr_expect_eq(risk.kwh, 0);
    cr_expect_eq(risk.worst_host, -1);
}

// 400 of each of two servers at full power for a day: 2419.2 kWh.
Test(planner_risk, a_day_at_full_power)
{
    enum { EACH = 400 };
    static int32_t host[2 * EACH];
    static bool is_on[2 * EACH];
    for (int32_t h = 0; h < 2 * EACH; h++) {
        char name[16], *own = alloc_printf("g%d", h);
        snprintf(name, sizeof name, "h%d", h);
        add_host(name, 2, 86, h % 2 ? 117 : 135);
        add_guest(own, h)->cpu_cores = 2;
        free(own);
        host[h] = h;
        is_on[h] = true;
    }
    struct risk risk = replay(host, is_on, (struct risk_window){0, 1});
    cr_expect_float_eq(risk.kwh * 24, 2419.2, 1e-9);
    cr_expect_eq(risk.over_time, 0);
}

// --- latency -------------------------------------------------------------------------------------

// Half busy doubles the latency, full makes it eightfold.
static void add_curve(void)
{
    made_curve_add(&curves, &(struct made_curve){.word = "web", .host = "db1", .cores = 8});
    struct density_curve *curve = &curves.list[curves.count - 1];
    curve->points = alloc_zeroed(2, sizeof *curve->points);
    curve->point_count = 2;
    curve->points[0] = (struct curve_point){.busy_cores = {4, 4, 4}, .inflation = {2, 1.5, 3}};
    curve->points[1] = (struct curve_point){.busy_cores = {8, 8, 8}, .inflation = {8, 6, 12}};
}

Test(planner_risk, latency_follows_the_load)
{
    add_curve();
    policy.run = alloc_copy("web");
    add_host("h1", 4, 100, 200);
    add_trace(add_guest("g1", 0), (const float[]){0, 2, 3, 4});
    struct risk risk = replay((const int32_t[]){0}, (const bool[]){true}, FOUR);
    cr_expect_float_eq(risk.p99_inflation.value, (1 + 2 + 4 + 8) / 4.0, 1e-9);
    cr_expect_float_eq(risk.p99_inflation.low, (1 + 1.5 + 3 + 6) / 4.0, 1e-9);
    cr_expect_float_eq(risk.p99_worst.value, 8, 1e-9);
    cr_expect_float_eq(risk.p99_worst.high, 12, 1e-9);
    cr_expect_not(risk.p99_is_at_least);
}

Test(planner_risk, beyond_what_was_measured_latency_is_at_least_that)
{
    add_curve();
    add_host("h1", 4, 100, 200);
    struct estate_guest *guest = add_guest("g1", 0);
    guest->run = alloc_copy("web");
    add_trace(guest, (const float[]){5, 5, 5, 5});
    struct risk risk = replay((const int32_t[]){0}, (const bool[]){true}, FOUR);
    cr_expect_float_eq(risk.p99_inflation.value, 8, 1e-9);
    cr_expect(risk.p99_is_at_least);
}

Test(planner_risk, without_a_curve_there_is_no_latency)
{
    make_two_on_one();
    struct risk risk = replay((const int32_t[]){0, 0}, (const bool[]){true, false}, FOUR);
    cr_expect(isnan(risk.p99_inflation.value));
    cr_expect(isnan(risk.p99_worst.value));
}
