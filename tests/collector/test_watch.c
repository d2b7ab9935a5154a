// SPDX-License-Identifier: GPL-3.0-or-later
// A watch over this host: every source that is there tells metrics of the table, and nothing else;
// one that is not says why.
#include "collector/watch.h"

#include <criterion/criterion.h>
#include <string.h>

#include "collector/source.h"
#include "common/model/telemetry.h"
#include "common/model/telemetry_metric.h"
#include "tests/collector/tree.h"

static const struct procfs this_host = {.root = ""};

TestSuite(collector_watch, .init = tree_make, .fini = tree_remove);

Test(collector_watch, tells_only_what_the_table_of_metrics_has)
{
    struct watch *watch = watch_new(&(struct watch_options){.procfs = &this_host});
    for (uint64_t i = 0; i < 3; i++)
        watch_sample_at(watch, 1000000000, 1 + i * 1000000000);
    const struct telemetry *telemetry = watch_telemetry(watch);
    cr_assert_gt(telemetry_point_count(telemetry), 0);
    for (size_t i = 0; i < telemetry->count; i++) {
        const struct telemetry_series *series = &telemetry->series[i];
        cr_assert_not_null(telemetry_metric_find(series->source, series->metric), "%s %s",
                           series->source, series->metric);
    }
    watch_free(watch);
}

Test(collector_watch, says_why_a_source_is_absent)
{
    struct watch *watch = watch_new(&(struct watch_options){.procfs = tree_procfs()});
    const struct telemetry *telemetry = watch_telemetry(watch);
    size_t absent = 0;
    for (size_t i = 0; source_table[i]; i++)
        if (watch_absence(watch, source_table[i])) {
            cr_assert_neq(*watch_absence(watch, source_table[i]), '\0');
            absent++;
        }
    cr_assert_gt(absent, 0);
    cr_assert_geq(telemetry->absence_count, absent);
    watch_free(watch);
}
