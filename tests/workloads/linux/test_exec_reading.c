// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers by pointer and by pattern, and every way to find none.
#include "workloads/linux/exec_reading.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/model/exec_plan.h"
#include "common/model/record.h"
#include "workloads/linux/child.h"

static struct err err;

static int take(const char *pointer, const char *pattern, double scale, const char *output,
                const char *errors, double *ret_value)
{
    struct exec_plan *plan = exec_plan_new();
    struct exec_metric *metric = exec_plan_add_metric(plan);
    struct child_result result = {0};
    int rc;

    record_set(&plan->program, alloc_copy("prog"));
    record_set(&metric->name, alloc_copy("speed"));
    record_set(&metric->pointer, alloc_copy(pointer));
    record_set(&metric->pattern, alloc_copy(pattern));
    metric->scale = scale;
    strbuf_add(&result.output, output);
    strbuf_add(&result.errors, errors);
    rc = exec_reading_take(plan, &result, ret_value, &err);
    child_result_done(&result);
    exec_plan_free(plan);
    return rc;
}

static void expect_pointer(const char *pointer, const char *output, double expected)
{
    double value = -1;

    cr_expect_eq(take(pointer, "", 1, output, "", &value), 0, "%s: %s", pointer, err_text(&err));
    cr_expect_eq(value, expected, "%s: %g", pointer, value);
    err_done(&err);
}

Test(workloads_exec_reading, follows_pointers)
{
    static const char json[] =
        "note: a warning\n{\"a\": [1, {\"b/c\": 2.5, \"m~n\": \"7\", \"\": 4}],"
        " \"99.000000\": 1e3}\nbye\n";

    expect_pointer("/a/0", json, 1);
    expect_pointer("/a/1/b~1c", json, 2.5);
    expect_pointer("/a/1/m~0n", json, 7);
    expect_pointer("/a/1/", json, 4);
    expect_pointer("/99.000000", json, 1000);
    expect_pointer("/0", "[12]", 12);
    expect_pointer("/x", "[warning] no JSON begins here\n{broken\n{\"x\": 3}\n", 3);
}

static void expect_none(const char *pointer, const char *pattern, const char *output,
                        const char *word)
{
    double value;

    cr_expect_eq(take(pointer, pattern, 1, output, "", &value), -ENODATA);
    cr_expect_not_null(strstr(err_text(&err), "prog: metric speed: "), "%s", err_text(&err));
    cr_expect_not_null(strstr(err_text(&err), word), "'%s' lacks '%s'", err_text(&err), word);
    err_done(&err);
}

Test(workloads_exec_reading, says_where_a_pointer_leads_nowhere)
{
    expect_none("/a/2", "", "{\"a\": [1, 2]}", "nothing at '/a/2'");
    expect_none("/a/01", "", "{\"a\": [1, 2]}", "nothing at '/a/01'");
    expect_none("/a", "", "{\"a\": [1, 2]}", "no number");
    expect_none("/a", "", "{\"a\": \"7 apples\"}", "no number");
    expect_none("/a", "", "hello\n", "no line that begins");
    expect_none("/a", "", "{\"a\": ", "no JSON");
    expect_none("/a", "", "", "printed nothing");
}

Test(workloads_exec_reading, matches_patterns_line_by_line)
{
    double value = 0;

    cr_assert_eq(
        take("", "p99 *= *([0-9.]+)", 0.001, "p50 = 1\np99 = 17.5 us\np99 = 3\n", "", &value), 0);
    cr_expect_float_eq(value, 0.0175, 1e-12);
    cr_assert_eq(take("", "^took (.*)s$", 1, "nothing\n", "took 2.5s\n", &value), 0);
    cr_expect_eq(value, 2.5);
    expect_none("", "p99 = ([0-9.]+)", "p98 = 1\n", "no line matches");
    expect_none("", "p99 = ([0-9.]+)", "p99 = .\n", "is no number");
    expect_none("", "p99( .*)?$", "p99\n", "is no number");
}
