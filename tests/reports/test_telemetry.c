// SPDX-License-Identifier: GPL-3.0-or-later
// What sources said, in the forms for machines: every point with its unit, and what was absent.
#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/store/store.h"
#include "reports/document.h"
#include "reports/emitter.h"
#include "tests/reports/fixture.h"

static struct fixture fixture;
static struct document document;

// A run whose first step has telemetry.
static void begin(void)
{
    struct err err = {0};
    scope_telemetry struct telemetry telemetry = {0};
    struct step_record *steps = NULL;
    size_t count = 0;
    fixture_init(&fixture);
    int64_t run = fixture_add_run(&fixture, &(struct fixture_run){.label = "watched",
                                                                  .densities = fixture_ladder,
                                                                  .density_count = 2,
                                                                  .boots = 1});
    telemetry_add(&telemetry, "cpu", "host", "cpu_busy_ratio", 1790000001000000000, 0.25);
    telemetry_add(&telemetry, "cpu", "host", "cpu_busy_ratio", 1790000002000000000, 0.5);
    telemetry_add(&telemetry, "older", "host", "unknown_count", 1790000002000000000, 3);
    telemetry_add_absence(&telemetry, "perf", "host", "no counters, none at all");
    cr_assert_eq(store_read_steps(fixture.store, run, &steps, &count, &err), 0);
    cr_assert_eq(store_append_telemetry(fixture.store, steps[0].id, &telemetry, &err), 0, "%s",
                 err_text(&err));
    cr_assert_eq(document_load(fixture.store, &run, 1, &document, &err), 0, "%s", err_text(&err));
    for (size_t i = 0; i < count; i++)
        step_record_done(&steps[i]);
    free(steps);
}

static void finish(void)
{
    document_done(&document);
    fixture_done(&fixture);
}

TestSuite(reports_telemetry, .init = begin, .fini = finish);

static void expect_within(const char *text, const char *part)
{
    cr_expect_not_null(strstr(text, part), "no \"%s\" in\n%s", part, text);
}

Test(reports_telemetry, is_a_table)
{
    scope_free char *text = fixture_emit(&emitter_telemetry_csv, &document);
    expect_within(text, "repeat,source,object,metric,unit,at_ns,value,absent\r\n");
    expect_within(text, ",0,cpu,host,cpu_busy_ratio,ratio,1790000001000000000,0.25,\r\n");
    expect_within(text, ",0,older,host,unknown_count,,1790000002000000000,3,\r\n");
    expect_within(text, ",0,perf,host,,,,,\"no counters, none at all\"\r\n");
    size_t rows = 0;
    for (const char *at = text; (at = strchr(at, '\n')); at++)
        rows++;
    cr_expect_eq(rows, 5);
}

Test(reports_telemetry, is_in_the_json)
{
    scope_free char *text = fixture_emit(&emitter_json, &document);
    json_t *root = json_loads(text, 0, NULL);
    json_t *steps = json_object_get(json_array_get(json_object_get(root, "runs"), 0), "steps");
    json_t *step = json_array_get(steps, 0);
    json_t *series = json_array_get(json_object_get(step, "telemetry"), 0);
    cr_assert_str_eq(json_string_value(json_object_get(series, "metric")), "cpu_busy_ratio");
    cr_expect_str_eq(json_string_value(json_object_get(series, "unit")), "ratio");
    cr_expect_eq(json_integer_value(json_array_get(json_object_get(series, "at_ns"), 1)),
                 1790000002000000000);
    cr_expect_eq(json_real_value(json_array_get(json_object_get(series, "values"), 1)), 0.5);
    json_t *absent = json_array_get(json_object_get(step, "absent"), 0);
    cr_expect_str_eq(json_string_value(json_object_get(absent, "why")), "no counters, none at all");
    cr_expect_eq(json_array_size(json_object_get(json_array_get(steps, 1), "telemetry")), 0);
    json_decref(root);
}
