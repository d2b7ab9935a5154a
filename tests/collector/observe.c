// SPDX-License-Identifier: GPL-3.0-or-later
// Holds the watch of a test.
#include "tests/collector/observe.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "collector/source.h"
#include "collector/watch.h"
#include "common/model/telemetry.h"
#include "tests/collector/tree.h"

static struct watch *watch;
static const struct source_ops *sources[2];
static int64_t now_ns;

void observe_end(void)
{
    watch_free(watch);
    watch = NULL;
}

void observe(const struct source_ops *ops)
{
    observe_end();
    sources[0] = ops;
    now_ns = INT64_C(1000000000);
    // Slow sources are sampled each time, too.
    watch = watch_new(
        &(struct watch_options){.procfs = tree_procfs(), .sources = sources, .slow_ns = 1});
}

void observe_sample(void)
{
    now_ns += INT64_C(1000000000);
    watch_sample_at(watch, now_ns, (uint64_t)now_ns);
}

double observe_value(const char *object, const char *metric)
{
    const struct telemetry_series *series =
        telemetry_find(watch_telemetry(watch), sources[0]->name, object, metric);
    if (!series || series->count == 0 || series->points[series->count - 1].at_ns != now_ns)
        return NAN;
    return series->points[series->count - 1].value;
}

const char *observe_why(void)
{
    return watch_absence(watch, sources[0]);
}

bool observe_says(const char *word)
{
    const struct telemetry *telemetry = watch_telemetry(watch);
    for (size_t i = 0; i < telemetry->absence_count; i++)
        if (strstr(telemetry->absences[i].why, word))
            return true;
    return false;
}
