// SPDX-License-Identifier: GPL-3.0-or-later
// Series are found by name however many there are, keep their points in order, and take no value
// that is no number.
#include "common/model/telemetry.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/model/telemetry_metric.h"

Test(telemetry, finds_each_of_many_series)
{
    enum { GUESTS = 2000 };
    scope_telemetry struct telemetry telemetry = {0};
    cr_assert_null(telemetry_find(&telemetry, "process", "guest 0", "cpu_cores"));
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < GUESTS; i++) {
            scope_free char *object = alloc_printf("guest %d", i);
            telemetry_add(&telemetry, "process", object, "cpu_cores", round, i);
        }
    cr_assert_eq(telemetry.count, GUESTS);
    cr_assert_eq(telemetry_point_count(&telemetry), 3 * GUESTS);
    for (int i = 0; i < GUESTS; i++) {
        scope_free char *object = alloc_printf("guest %d", i);
        const struct telemetry_series *series =
            telemetry_find(&telemetry, "process", object, "cpu_cores");
        cr_assert_not_null(series, "%s", object);
        cr_assert_eq(series->count, 3);
        cr_assert_eq(series->points[2].at_ns, 2);
        cr_assert_eq(series->points[2].value, i);
    }
}

Test(telemetry, tells_names_apart_by_their_parts)
{
    scope_telemetry struct telemetry telemetry = {0};
    size_t first = telemetry_series_of(&telemetry, "a", "bc", "d");
    cr_expect_neq(telemetry_series_of(&telemetry, "ab", "c", "d"), first);
    cr_expect_neq(telemetry_series_of(&telemetry, "a", "b", "cd"), first);
    cr_expect_eq(telemetry_series_of(&telemetry, "a", "bc", "d"), first);
    cr_expect_eq(telemetry_find(&telemetry, NULL, "c", "d"), &telemetry.series[1]);
    cr_expect_null(telemetry_find(&telemetry, NULL, "c", "e"));
}

Test(telemetry, takes_no_value_that_is_no_number)
{
    scope_telemetry struct telemetry telemetry = {0};
    telemetry_add(&telemetry, "cpu", "host", "cpu_busy_ratio", 1, NAN);
    telemetry_add(&telemetry, "cpu", "host", "cpu_busy_ratio", 1, INFINITY);
    cr_expect_eq(telemetry.count, 0);
    telemetry_append(&telemetry, telemetry_series_of(&telemetry, "cpu", "host", "x"), 1, -INFINITY);
    cr_expect_eq(telemetry_point_count(&telemetry), 0);
}

Test(telemetry, keeps_indices_when_points_are_dropped)
{
    scope_telemetry struct telemetry telemetry = {0};
    telemetry_add(&telemetry, "cpu", "host", "a", 1, 1);
    telemetry_add(&telemetry, "cpu", "host", "b", 1, 1);
    telemetry_add_absence(&telemetry, "perf", "host", "none");
    telemetry_drop_points(&telemetry);
    cr_expect_eq(telemetry_point_count(&telemetry), 0);
    cr_expect_eq(telemetry_series_of(&telemetry, "cpu", "host", "b"), 1);
    cr_expect_eq(telemetry.absence_count, 1);
}

Test(telemetry, notes_an_absence_once)
{
    scope_telemetry struct telemetry telemetry = {0};
    for (int i = 0; i < 3; i++)
        telemetry_add_absence(&telemetry, "perf", "host", "no hardware counters");
    telemetry_add_absence(&telemetry, "perf", "host", "not permitted");
    telemetry_add_absence(&telemetry, "perf", "cpu 0", "no hardware counters");
    cr_expect_eq(telemetry.absence_count, 3);
    telemetry_done(NULL);
}

// --- the table of metrics ----------------------------------------------------------------------

static bool ends_with(const char *name, const char *end)
{
    size_t length = strlen(name), tail = strlen(end);
    return length >= tail && strcmp(name + length - tail, end) == 0;
}

Test(telemetry_metric, every_one_has_a_name_of_its_own_a_unit_and_a_definition)
{
    for (size_t i = 0; i < telemetry_metric_count; i++) {
        const struct telemetry_metric *metric = &telemetry_metric_table[i];
        cr_expect(*metric->source && *metric->name && *metric->unit && *metric->definition, "%s %s",
                  metric->source, metric->name);
        cr_expect_not(ends_with(metric->definition, "."), "%s", metric->name);
        cr_expect_eq(telemetry_metric_find(metric->source, metric->name), metric, "%s %s twice",
                     metric->source, metric->name);
    }
    cr_expect_null(telemetry_metric_find("cpu", "of_nothing"));
    cr_expect_not_null(telemetry_metric_find(NULL, "cpu_busy_ratio"));
}

// A name that tells its unit tells the one of the table.
Test(telemetry_metric, names_and_units_agree)
{
    static const struct {
        const char *end, *unit;
    } endings[] = {{"_ratio", "ratio"},  {"_cores", "cores"},   {"_bytes", "B"},
                   {"_bytes_hz", "B/s"}, {"_bits_hz", "bit/s"}, {"_ns", "ns"},
                   {"_count", "1"},      {"_watts", "W"}};
    for (size_t i = 0; i < telemetry_metric_count; i++)
        for (size_t k = 0; k < sizeof endings / sizeof *endings; k++) {
            const struct telemetry_metric *metric = &telemetry_metric_table[i];
            if (ends_with(metric->name, endings[k].end))
                cr_expect_str_eq(metric->unit, endings[k].unit, "%s %s", metric->source,
                                 metric->name);
        }
}

Test(telemetry_metric, those_of_a_source_stand_together)
{
    for (size_t i = 1; i < telemetry_metric_count; i++)
        for (size_t k = 0; k + 1 < i; k++)
            cr_expect(
                strcmp(telemetry_metric_table[i - 1].source, telemetry_metric_table[i].source) ==
                        0 ||
                    strcmp(telemetry_metric_table[k].source, telemetry_metric_table[i].source) != 0,
                "%s", telemetry_metric_table[i].source);
}
