// SPDX-License-Identifier: GPL-3.0-or-later
// All metrics of this build: whole, unique, one at least for each variant of each workload and for
// each column of a report, and the same in the documentation.
#include "cli/metric_list.h"

#include <criterion/criterion.h>
#include <glob.h>
#include <jansson.h>
#include <string.h>

#include "cli/metric_print.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/metric.h"
#include "reports/cost.h"
#include "reports/density_columns.h"
#include "reports/told.h"
#include "tests/cli/program.h"
#include "workloads/linux/workload_table.h"

static struct metric_list list;

static void set_up(void)
{
    program_set_up();
    metric_list_init(&list);
}

static void tear_down(void)
{
    metric_list_done(&list);
    program_tear_down();
}

TestSuite(cli_metric_list, .init = set_up, .fini = tear_down);

Test(cli_metric_list, every_metric_is_whole_and_its_name_unique)
{
    cr_assert_gt(list.count, metric_count);
    for (size_t i = 0; i < list.count; i++) {
        const struct metric *metric = &list.metrics[i];

        cr_assert(metric->name && metric->name[0]);
        cr_assert_not_null(metric->key, "%s", metric->name);
        cr_assert(metric->unit && metric->unit[0], "%s", metric->name);
        cr_assert(metric->definition && metric->definition[0], "%s", metric->name);
        cr_assert(metric->comparable && metric->comparable[0],
                  "%s: .comparable is missing in its variant", metric->name);
        for (size_t j = 0; j < i; j++)
            cr_assert_str_neq(metric->name, list.metrics[j].name);
    }
}

static bool has_prefix(const char *prefix)
{
    for (size_t i = 0; i < list.count; i++)
        if (strncmp(list.metrics[i].name, prefix, strlen(prefix)) == 0)
            return true;
    return false;
}

Test(cli_metric_list, every_variant_of_a_workload_has_its_own)
{
    for (size_t i = 0; workload_at(i); i++)
        for (size_t j = 0; j < workload_at(i)->variant_count; j++) {
            scope_free char *prefix =
                alloc_printf("%s:%s.", workload_at(i)->name, workload_at(i)->variants[j].name);
            cr_assert(has_prefix(prefix), "%s", prefix);
        }
}

static bool has_key(const char *key)
{
    for (size_t i = 0; i < metric_count; i++)
        if (strcmp(metric_table[i].key, key) == 0)
            return true;
    return false;
}

Test(cli_metric_list, every_column_of_a_report_is_one)
{
    for (size_t i = 0; i < density_column_count; i++)
        cr_assert(has_key(density_columns[i].key), "%s", density_columns[i].key);
    for (size_t i = 0; i < told_column_count; i++)
        cr_assert(has_key(told_columns[i].key), "%s", told_columns[i].key);
    for (size_t i = 0; i < cost_column_count; i++)
        cr_assert(has_key(cost_columns[i].key), "%s", cost_columns[i].key);
}

// Every name that a workload gives to a figure in its source.
static void figures_of_source_are_metrics(const char *path)
{
    static const char call[] = "figures_add(";
    scope_free char *text = NULL;

    cr_assert_eq(path_read(path, 1 << 20, &text, NULL, NULL), 0, "%s", path);
    for (const char *at = text; (at = strstr(at, call)); at++) {
        const char *quote = at + strcspn(at, "\";");
        scope_free char *name = NULL;

        if (*quote != '"') // its declaration and definition
            continue;
        name = strndup(quote + 1, strcspn(quote + 1, "\""));
        cr_assert(has_key(name), "%s: the figure %s is in no table", path, name);
    }
}

Test(cli_metric_list, every_figure_of_a_workload_is_one)
{
    glob_t found;

    cr_assert_eq(glob(TEST_SOURCE_DIR "/workloads/linux/*.c", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++)
        figures_of_source_are_metrics(found.gl_pathv[i]);
    globfree(&found);
}

Test(cli_metric_list, machines_get_all_that_is_known)
{
    scope_free char *output = program_output(0, ARGUMENTS("list", "metrics", "--json"));
    json_t *root = json_loads(output, 0, NULL);

    cr_assert_eq(json_array_size(root), list.count);
    for (size_t i = 0; i < list.count; i++) {
        json_t *metric = json_array_get(root, i);
        cr_assert_str_eq(json_string_value(json_object_get(metric, "name")), list.metrics[i].name);
        cr_assert_str_eq(json_string_value(json_object_get(metric, "unit")), list.metrics[i].unit);
        cr_assert_eq(json_is_true(json_object_get(metric, "higher_is_better")),
                     list.metrics[i].higher_is_better);
        cr_assert_str_eq(json_string_value(json_object_get(metric, "definition")),
                         list.metrics[i].definition);
        cr_assert_str_eq(json_string_value(json_object_get(metric, "comparable")),
                         list.metrics[i].comparable);
    }
    json_decref(root);
}

Test(cli_metric_list, people_get_it_too)
{
    program_mentions(0, "p99  ns, lower is better  (p99_ns)", ARGUMENTS("list", "metrics"));
    program_mentions(0, "memory:copy.bandwidth  B/s, higher", ARGUMENTS("list", "metrics"));
    program_mentions(0, "idle:sleep.memory  B, lower", ARGUMENTS("list", "metrics"));
    program_mentions(0, "metric    p99 ", ARGUMENTS("list"));
    program_says(
        2,
        "--markdown is a form of 'list metrics', 'list sources', 'list plan-keys' and 'list "
        "pack-keys' alone",
        ARGUMENTS("list", "workloads", "--markdown"));
}

Test(cli_metric_list, the_documentation_has_the_same)
{
    scope_strbuf struct strbuf table = {0};
    scope_free char *text = NULL;
    struct err err = {0};

    cr_assert_eq(path_read(TEST_SOURCE_DIR "/docs/metrics.md", 1 << 20, &text, NULL, &err), 0, "%s",
                 err_text(&err));
    metric_print_markdown(&list, &table);
    cr_assert_not_null(strstr(text, strbuf_text(&table)),
                       "docs/metrics.md is not what `fullhouse list metrics -m` prints: make docs");
}
