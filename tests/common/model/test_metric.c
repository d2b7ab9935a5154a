// SPDX-License-Identifier: GPL-3.0-or-later
// The table of a run's metrics, walked, and held against the words of objectives.
#include "common/model/metric.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/model/slo.h"

Test(model_metric, every_record_is_whole_and_its_name_unique)
{
    for (size_t i = 0; i < metric_count; i++) {
        const struct metric *metric = &metric_table[i];

        cr_assert(metric->name && metric->name[0]);
        cr_assert_not_null(metric->key, "%s", metric->name);
        cr_assert(metric->unit && metric->unit[0], "%s", metric->name);
        cr_assert(metric->definition && metric->definition[0], "%s", metric->name);
        cr_assert(metric->comparable && metric->comparable[0], "%s", metric->name);
        for (size_t j = 0; j < i; j++) {
            cr_assert_str_neq(metric->name, metric_table[j].name);
            cr_assert(!metric->key[0] || strcmp(metric->key, metric_table[j].key) != 0, "%s",
                      metric->key);
        }
    }
}

static const char *bound_in(const char *unit)
{
    return strcmp(unit, "ns") == 0 ? "20ms" : strcmp(unit, "1") == 0 ? "90%" : "10/s";
}

// Which way is better must not be told in two ways.
Test(model_metric, every_word_of_an_objective_is_one)
{
    for (int i = 0; i < SLO_METRIC_COUNT; i++) {
        const struct metric *metric = metric_find(slo_metric_name(i));
        struct slo slo = {0};
        scope_free char *text = NULL;

        cr_assert_not_null(metric, "%s", slo_metric_name(i));
        text = alloc_printf("%s%s%s", metric->name,
                            metric->higher_is_better ? ">=" : "<=", bound_in(metric->unit));
        cr_assert_eq(slo_parse(text, &slo, NULL), 0, "%s", text);
        slo_done(&slo);
    }
}

Test(model_metric, finds_by_name)
{
    cr_assert_str_eq(metric_find("p99")->unit, "ns");
    cr_assert_str_eq(metric_better(metric_find("p99")), "lower");
    cr_assert_str_eq(metric_better(metric_find("throughput")), "higher");
    cr_assert_null(metric_find("p98"));
    cr_assert_null(metric_find(""));
}
