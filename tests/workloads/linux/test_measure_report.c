// SPDX-License-Identifier: GPL-3.0-or-later
// What --measure prints: JSON for every variant there is, and the built agent's own.
#include "workloads/linux/measure_report.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <string.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/wire/message.h"
#include "workloads/linux/workload_table.h"

static json_t *json_of(const struct measure_report *report)
{
    scope_strbuf struct strbuf text = {0};
    json_error_t where;
    json_t *root;

    measure_report_json(report, &text);
    root = json_loads(strbuf_text(&text), JSON_REJECT_DUPLICATES, &where);
    cr_assert_not_null(root, "%s in %s", where.text, strbuf_text(&text));
    return root;
}

static double number(const json_t *root, const char *key)
{
    const json_t *value = json_object_get(root, key);

    cr_assert(json_is_number(value), "%s", key);
    return json_number_value(value);
}

static void variant_is_told(const struct workload *workload, const struct workload_variant *variant)
{
    struct histogram histogram = {0};
    struct wire_window window = {.duration_ns = 2 * CLOCK_NS_PER_SECOND, .histogram = &histogram};
    const struct measure_report report = {workload, variant, 3, variant->bytes, &window};
    json_t *root;

    for (int i = 0; i < 1000; i++)
        histogram_record(&histogram, i < 990 ? 1000 : 50000);
    window.operations = window.due = histogram.total;
    root = json_of(&report);
    cr_assert_str_eq(json_string_value(json_object_get(root, "variant")), variant->name);
    cr_assert_str_eq(json_string_value(json_object_get(root, "operation")), variant->operation);
    cr_assert_eq(number(root, "threads"), 3);
    cr_assert_eq(number(root, "operations_hz"), 500);
    if (variant->bytes)
        cr_assert_eq(number(root, "bytes_hz"), 500.0 * (double)variant->bytes);
    else
        cr_assert(json_is_null(json_object_get(root, "bytes_hz")));
    cr_assert_float_eq(number(json_object_get(root, "latency_ns"), "p50"), 1000, 5);
    cr_assert_float_eq(number(json_object_get(root, "latency_ns"), "p999"), 50000, 250);
    cr_assert_float_eq(number(json_object_get(root, "latency_ns"), "mean"), 1490, 1e-6);
    json_decref(root);
}

Test(workloads_measure_report, is_json_for_every_variant)
{
    for (size_t i = 0; workload_at(i); i++)
        for (size_t j = 0; j < workload_at(i)->variant_count; j++)
            variant_is_told(workload_at(i), &workload_at(i)->variants[j]);
}

Test(workloads_measure_report, without_an_operation_there_is_no_latency)
{
    struct histogram histogram = {0};
    struct wire_window window = {.duration_ns = CLOCK_NS_PER_SECOND, .histogram = &histogram};
    const struct measure_report report = {&workload_idle, &workload_idle.variants[0], 1, 0,
                                          &window};
    json_t *root = json_of(&report);

    cr_assert_eq(number(root, "operations"), 0);
    cr_assert(json_is_null(json_object_get(root, "latency_ns")));
    json_decref(root);
}

static char *agent_output(int exit_code, const char *seconds)
{
    const char *const argv[] = {TEST_BUILD_DIR "/fullhouse-guest",
                                "--measure",
                                "cpu",
                                "--threads",
                                "1",
                                "--seconds",
                                seconds,
                                "--json",
                                NULL};
    const struct process_options options = {.timeout_ns = 30 * CLOCK_NS_PER_SECOND};
    struct process_result result = {0};
    struct err err = {0};

    cr_assert_eq(process_run(argv, &options, &result, &err), 0, "%s", err_text(&err));
    cr_assert_eq(result.exit_code, exit_code, "%s", result.output);
    return result.output;
}

Test(workloads_measure_report, the_agent_prints_it_after_a_part_of_a_second)
{
    scope_free char *output = agent_output(0, "0.1");
    json_t *root = json_loads(output, 0, NULL);

    cr_assert_not_null(root, "%s", output);
    cr_assert_eq(number(root, "duration_ns"), 100 * CLOCK_NS_PER_MS);
    cr_assert_gt(number(root, "operations"), 0);
    json_decref(root);
}

Test(workloads_measure_report, bytes_are_those_of_the_option_that_says_how_many)
{
    const char *const argv[] = {TEST_BUILD_DIR "/fullhouse-guest",
                                "--json",
                                "--measure",
                                "disk",
                                "--threads",
                                "1",
                                "--option",
                                "size=1MiB,block=8KiB,direct=no",
                                "--seconds",
                                "0.05",
                                NULL};
    const struct process_options options = {.timeout_ns = 30 * CLOCK_NS_PER_SECOND};
    struct process_result result = {0};
    json_t *root;

    cr_assert_eq(process_run(argv, &options, &result, NULL), 0);
    root = json_loads(result.output, 0, NULL);
    cr_assert_not_null(root, "%s", result.output);
    cr_assert_gt(number(root, "operations"), 0);
    cr_assert_float_eq(number(root, "bytes_hz") / number(root, "operations_hz"), 8192, 1e-6);
    json_decref(root);
    process_result_done(&result);
}

Test(workloads_measure_report, the_agent_refuses_what_is_no_time)
{
    static const char *const wrong[] = {"", "x", "0", "0.001", "3601", "1m", "1e3", "-1"};

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        scope_free char *output = agent_output(2, wrong[i]);
        cr_assert_not_null(strstr(output, "is no time from 0.01 to 3600 seconds"), "%s: %s",
                           wrong[i], output);
    }
}
