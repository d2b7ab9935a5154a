// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of a series: regressions, recoveries, small changes, ends that are unlike, values
// that are no good.
#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "compare/history.h"
#include "tests/compare/history_fixture.h"

static bool has_remark(const struct history *history, const char *part)
{
    for (size_t i = 0; i < history->remark_count; i++)
        if (strstr(history->remarks[i], part))
            return true;
    return false;
}

static int64_t run_at(const struct history *history, const struct history_series *series, size_t c)
{
    return history->lines[0].runs[series->points[series->changes[c].at].run]->record.id;
}

Test(compare_history, finds_no_change_in_noise)
{
    struct history_runs runs = history_fixture_runs(60);
    scope_history struct history history = history_fixture_of(&runs, NULL);
    cr_assert_eq(history.line_count, 1);
    cr_assert_eq(history.series_count, 2);
    cr_assert_eq(history.changed_count, 0);
    cr_assert_eq(history.worse_count, 0);
    cr_assert_eq(history.remark_count, 0);
    const struct history_series *series = history_fixture_series(&history, "throughput");
    cr_assert_eq(series->point_count, 60);
    cr_assert_float_eq(series->segments[0].level.value, 1e6, 1e4);
    cr_assert(series->points[7].value.low < series->points[7].value.value);
}

Test(compare_history, a_regression_fails_and_tells_what_changed_with_it)
{
    struct history_runs runs = history_fixture_runs(40);
    history_fixture_scale(&runs, 28, 40, 0.9, 1);
    history_fixture_kernel(&runs, 28, "6.1.0-26-amd64");
    scope_history struct history history = history_fixture_of(&runs, NULL);
    const struct history_series *series = history_fixture_series(&history, "throughput");
    cr_assert_eq(series->change_count, 1);
    cr_assert_eq(run_at(&history, series, 0), 29);
    cr_assert_eq(series->changes[0].kind, HISTORY_REGRESSION);
    cr_assert_float_eq(series->changes[0].ratio.value, 0.9, 0.01);
    cr_assert(series->changes[0].ratio.high < 0.92);
    cr_assert_leq(series->changes[0].p, series->changes[0].p_adjusted);
    cr_assert_eq(series->changes[0].with.count, 1);
    cr_assert_not_null(strstr(series->changes[0].with.list[0], "6.1.0-26"));
    cr_assert(series->is_worse);
    cr_assert_eq(series->best, 0);
    cr_assert_eq(history.worse_count, 1);
    cr_assert_eq(history.lines[0].version_count, 1);
    cr_assert_eq(history.lines[0].versions[0].run, 28);
    cr_assert_eq(history_fixture_series(&history, "p99")->change_count, 0);
}

Test(compare_history, what_changed_a_run_later_is_told_as_near)
{
    struct history_runs runs = history_fixture_runs(40);
    history_fixture_scale(&runs, 20, 40, 1, 1.2);
    history_fixture_kernel(&runs, 21, "6.1.0-26-amd64");
    scope_history struct history history = history_fixture_of(&runs, NULL);
    const struct history_series *series = history_fixture_series(&history, "p99");
    cr_assert_eq(series->change_count, 1);
    cr_assert_eq(series->changes[0].kind, HISTORY_REGRESSION); // less is better
    cr_assert_eq(series->changes[0].with.count, 0);
    cr_assert_eq(series->changes[0].near.count, 1);
}

// A change point may be found a run or two early, so that fewer do where the step is large.
Test(compare_history, it_fails_in_the_fifth_night_at_the_latest)
{
    for (size_t slow = 1; slow <= 5; slow += 4) {
        struct history_runs runs = history_fixture_runs(40);
        history_fixture_scale(&runs, 40 - slow, 40, 0.95, 1);
        scope_history struct history history = history_fixture_of(&runs, NULL);
        cr_assert_eq(history.worse_count, slow == 5, "%zu slow runs", slow);
    }
}

Test(compare_history, one_change_among_many_series_is_found)
{
    enum { SERIES = 120 };
    const struct history_options options = {.all_measures = true};
    struct history_runs runs = history_fixture_runs(40);
    history_fixture_scale(&runs, 20, 40, 0.9, 1);
    for (size_t i = 0; i < 40; i++) {
        struct measure_set *set = &runs.list[i].set;
        set->list = realloc(set->list, SERIES * sizeof *set->list);
        for (; set->count < SERIES; set->count++) {
            struct measure_series *more = &set->list[set->count];
            *more = (struct measure_series){.name = alloc_printf("figure %zu", set->count),
                                            .unit = alloc_copy("1"),
                                            .guests = 4};
            more->boots.count = 1;
            more->boots.values = alloc_zeroed(1, sizeof *more->boots.values);
            more->boots.repeats = alloc_zeroed(1, sizeof *more->boots.repeats);
            more->boots.values[0] = 100 + (double)(i * 7 * set->count % 11);
        }
    }
    scope_history struct history history = history_fixture_of(&runs, &options);
    cr_assert_eq(history.lines[0].series_count, SERIES);
    cr_assert_eq(history_fixture_series(&history, "throughput")->change_count, 1);
    cr_assert_eq(history.worse_count, 1);
}

Test(compare_history, a_recovery_ends_it)
{
    struct history_runs runs = history_fixture_runs(60);
    history_fixture_scale(&runs, 20, 40, 0.9, 1);
    scope_history struct history history = history_fixture_of(&runs, NULL);
    const struct history_series *series = history_fixture_series(&history, "throughput");
    cr_assert_eq(series->change_count, 2);
    cr_assert_eq(series->changes[0].kind, HISTORY_REGRESSION);
    cr_assert_eq(series->changes[1].kind, HISTORY_IMPROVEMENT);
    cr_assert_not(series->is_worse);
    cr_assert_eq(history.worse_count, 0);
    cr_assert_eq(history.changed_count, 1);
}

Test(compare_history, half_a_recovery_does_not)
{
    struct history_runs runs = history_fixture_runs(60);
    history_fixture_scale(&runs, 20, 40, 0.8, 1);
    history_fixture_scale(&runs, 40, 60, 0.92, 1);
    scope_history struct history history = history_fixture_of(&runs, NULL);
    const struct history_series *series = history_fixture_series(&history, "throughput");
    cr_assert_eq(series->change_count, 2);
    cr_assert(series->is_worse);
    cr_assert_eq(series->best, 0);
    cr_assert_float_eq(series->worse_ratio.value, 0.92, 0.01);
}

Test(compare_history, small_steps_down_add_up)
{
    struct history_runs runs = history_fixture_runs(60);
    history_fixture_scale(&runs, 20, 60, 0.98, 1);
    history_fixture_scale(&runs, 40, 60, 0.975, 1);
    scope_history struct history history = history_fixture_of(&runs, NULL);
    const struct history_series *series = history_fixture_series(&history, "throughput");
    cr_assert_eq(series->change_count, 2);
    cr_assert_eq(series->changes[0].kind, HISTORY_SMALL);
    cr_assert_eq(series->changes[1].kind, HISTORY_SMALL);
    cr_assert(series->is_worse);
}

Test(compare_history, a_change_below_the_threshold_is_small)
{
    struct history_runs runs = history_fixture_runs(60);
    history_fixture_scale(&runs, 30, 60, 0.98, 1);
    scope_history struct history history = history_fixture_of(&runs, NULL);
    const struct history_series *series = history_fixture_series(&history, "throughput");
    cr_assert_eq(series->change_count, 1);
    cr_assert_eq(series->changes[0].kind, HISTORY_SMALL);
    cr_assert_not(series->is_worse);
}

Test(compare_history, the_threshold_is_the_users)
{
    const struct history_options options = {.threshold = 0.01};
    struct history_runs runs = history_fixture_runs(60);
    history_fixture_scale(&runs, 30, 60, 0.98, 1);
    scope_history struct history history = history_fixture_of(&runs, &options);
    cr_assert_eq(history.worse_count, 1);
}

Test(compare_history, what_was_accepted_fails_no_more)
{
    struct history_runs runs = history_fixture_runs(60);
    history_fixture_scale(&runs, 20, 40, 0.9, 1);
    history_fixture_scale(&runs, 40, 60, 0.8, 1);
    runs.accepted_id = 30;
    scope_history struct history history = history_fixture_of(&runs, NULL);
    const struct history_series *series = history_fixture_series(&history, "throughput");
    cr_assert_eq(series->change_count, 2);
    cr_assert(series->changes[0].is_accepted);
    cr_assert_not(series->changes[1].is_accepted);
    cr_assert(series->is_worse);
    cr_assert_eq(series->best, 1); // not than before the accepted one
    cr_assert(has_remark(&history, "Changes up to run 30 are accepted."));
}

// --- the end ------------------------------------------------------------------------------------

Test(compare_history, one_extreme_last_run_is_told_and_is_no_change)
{
    struct history_runs runs = history_fixture_runs(40);
    history_fixture_scale(&runs, 39, 40, 0.8, 1);
    scope_history struct history history = history_fixture_of(&runs, NULL);
    const struct history_series *series = history_fixture_series(&history, "throughput");
    cr_assert_eq(series->change_count, 0);
    cr_assert_not(series->is_worse);
    cr_assert_eq(series->end.unlike, 1);
    cr_assert(series->end.is_worse);
    cr_assert_float_eq(series->end.ratio.value, 0.8, 0.02);
    cr_assert(series->points[39].value.value < series->end.expected.low);
    cr_assert_eq(history.worse_count, 0);
    cr_assert_eq(history.unlike_worse_count, 1);
}

Test(compare_history, a_few_last_runs_are_told_together)
{
    struct history_runs runs = history_fixture_runs(40);
    history_fixture_scale(&runs, 37, 40, 1, 0.8);
    scope_history struct history history = history_fixture_of(&runs, NULL);
    const struct history_series *series = history_fixture_series(&history, "p99");
    cr_assert_eq(series->end.unlike, 3);
    cr_assert_not(series->end.is_worse);
    cr_assert_eq(history.unlike_worse_count, 0);
}

Test(compare_history, an_extreme_run_in_the_middle_is_nothing)
{
    struct history_runs runs = history_fixture_runs(40);
    history_fixture_scale(&runs, 20, 21, 0.5, 3);
    scope_history struct history history = history_fixture_of(&runs, NULL);
    cr_assert_eq(history.changed_count, 0);
    cr_assert_eq(history_fixture_series(&history, "throughput")->end.unlike, 0);
}

// --- values that are no good --------------------------------------------------------------------

Test(compare_history, zeros_and_equal_values_are_borne)
{
    struct history_runs runs = history_fixture_runs(30);
    history_fixture_scale(&runs, 0, 30, 0, 0);
    scope_history struct history history = history_fixture_of(&runs, NULL);
    const struct history_series *series = history_fixture_series(&history, "throughput");
    cr_assert_not(series->is_logarithmic);
    cr_assert_eq(series->change_count, 0);
    cr_assert_float_eq(series->segments[0].level.value, 0, 1e-9);
    cr_assert_eq(history.worse_count, 0);
}

// One bad night in a year hides no regression, and nights that do nothing are one.
Test(compare_history, zeros_hide_no_regression)
{
    for (int to_zero = 0; to_zero < 2; to_zero++) {
        struct history_runs runs = history_fixture_runs(40);
        history_fixture_scale(&runs, 3, 4, 0, 1);
        history_fixture_scale(&runs, 30, 40, to_zero ? 0 : 0.5, 1);
        scope_history struct history history = history_fixture_of(&runs, NULL);
        const struct history_series *series = history_fixture_series(&history, "throughput");
        cr_assert_not(series->is_logarithmic);
        cr_expect(series->is_worse);
        cr_assert_eq(series->change_count, 1);
        cr_expect_eq(series->changes[0].at, 30);
        cr_expect_eq(series->changes[0].kind, HISTORY_REGRESSION);
        cr_expect_eq(history.worse_count, 1);
    }
}

// A figure that changed its unit began anew then.
Test(compare_history, what_has_another_unit_has_no_place_in_a_series)
{
    struct history_runs runs = history_fixture_runs(40);
    history_fixture_scale(&runs, 0, 15, 1000, 1);
    for (size_t i = 0; i < 15; i++)
        for (size_t s = 0; s < runs.list[i].set.count; s++)
            if (strcmp(runs.list[i].set.list[s].name, "throughput") == 0)
                runs.list[i].set.list[s].unit[0] = '2';
    scope_history struct history history = history_fixture_of(&runs, NULL);
    const struct history_series *series = history_fixture_series(&history, "throughput");
    cr_assert_eq(series->point_count, 25);
    cr_expect_eq(series->change_count, 0);
}

Test(compare_history, what_is_no_number_is_no_value)
{
    struct history_runs runs = history_fixture_runs(30);
    history_fixture_scale(&runs, 3, 5, NAN, 1);
    history_fixture_scale(&runs, 6, 7, INFINITY, 1);
    scope_history struct history history = history_fixture_of(&runs, NULL);
    cr_assert_eq(history_fixture_series(&history, "throughput")->point_count, 27);
    cr_assert_eq(history_fixture_series(&history, "p99")->point_count, 30);
}

Test(compare_history, too_few_runs_are_told)
{
    struct history_runs runs = history_fixture_runs(9);
    scope_history struct history history = history_fixture_of(&runs, NULL);
    cr_assert(has_remark(&history, "fewer than 10 runs"));
    cr_assert_eq(history.changed_count, 0);
}

Test(compare_history, one_run_is_enough_to_be_told)
{
    struct history_runs runs = history_fixture_runs(1);
    scope_history struct history history = history_fixture_of(&runs, NULL);
    cr_assert_eq(history_fixture_series(&history, "throughput")->point_count, 1);
    cr_assert_eq(history.worse_count, 0);
}

// --- what is asked for --------------------------------------------------------------------------

static void refuses(const struct history_options *options, const char *why)
{
    struct history_runs runs = history_fixture_runs(12);
    const struct history_window window = {0};
    struct history history = {0};
    struct err err = {0};
    cr_assert_eq(history_runs_sort_out(&runs, &window, &err), 0);
    cr_assert_eq(history_of(&runs, options, &history, &err), -EINVAL);
    cr_assert_not_null(strstr(err_text(&err), why), "%s", err_text(&err));
    err_done(&err);
}

Test(compare_history, names_and_densities_that_are_not_there_are_refused)
{
    static const char *const wrong[] = {"fps"}, *const near[] = {"throuhgput"};
    refuses(&(struct history_options){.measures = wrong, .measure_count = 1},
            "no run of 'nightly' tells a metric 'fps'");
    refuses(&(struct history_options){.measures = near, .measure_count = 1},
            "(did you mean 'throughput'?)");
    refuses(&(struct history_options){.guests = 8}, "at 8 guests; there are 4");
}

Test(compare_history, a_metric_that_is_named_is_judged_alone)
{
    static const char *const names[] = {"p99"};
    const struct history_options options = {.measures = names, .measure_count = 1};
    struct history_runs runs = history_fixture_runs(12);
    for (size_t i = 0; i < 12; i++)
        runs.list[i].set.list[1].is_judged = false;
    scope_history struct history history = history_fixture_of(&runs, &options);
    cr_assert_eq(history.lines[0].series_count, 1);
    cr_assert(history.lines[0].series[0].is_judged);
}

// As compare --metrics has it.
Test(compare_history, a_metric_stands_for_that_of_every_stream)
{
    static const char *const names[] = {"throughput"};
    const struct history_options options = {.measures = names, .measure_count = 1};
    struct history_runs runs = history_fixture_runs(12);
    for (size_t i = 0; i < 12; i++) {
        free(runs.list[i].set.list[0].name);
        runs.list[i].set.list[0].name = alloc_copy("throughput of db");
    }
    scope_history struct history history = history_fixture_of(&runs, &options);
    cr_assert_eq(history.lines[0].series_count, 1);
    cr_assert_str_eq(history.lines[0].series[0].measure, "throughput of db");
}
