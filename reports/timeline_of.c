// SPDX-License-Identifier: GPL-3.0-or-later
// Guests and machines of a timeline, and where its time 0 is.
#include "reports/timeline_of.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/model/record.h"
#include "common/model/telemetry.h"
#include "common/stats/summary.h"
#include "reports/step_windows.h"
#include "reports/timeline.h"
#include "reports/timeline_host.h"

enum { GUESTS_ONE_BY_ONE = 12 };

static int64_t edge_ns(const struct telemetry *telemetry, bool is_last)
{
    bool is_found = false;
    int64_t edge = 0;
    for (size_t i = 0; i < telemetry->count; i++) {
        const struct telemetry_series *series = &telemetry->series[i];
        if (series->count == 0)
            continue;
        int64_t at_ns = series->points[is_last ? series->count - 1 : 0].at_ns;
        if (!is_found || (is_last ? at_ns > edge : at_ns < edge))
            edge = at_ns;
        is_found = true;
    }
    return edge;
}

// --- guests -------------------------------------------------------------------------------------

static void add_guest(struct timeline_panel *panel, const struct step_windows *windows, size_t g)
{
    struct timeline_line *line = timeline_add_line(panel, "", SVG_INK_FIRST);
    line->is_thin = true;
    for (size_t w = 0; w < windows->windows; w++)
        timeline_add_point(line, &(struct timeline_point){
                                     windows->ends_s[w], step_windows_hz(windows, g, w), NAN, NAN});
}

// The median guest of a window in the band of all of them.
static struct timeline_point median_of(const struct step_windows *windows, size_t w, double *values)
{
    struct timeline_point point = {windows->ends_s[w], NAN, NAN, NAN};
    size_t count = 0;
    for (size_t g = 0; g < windows->guests; g++) {
        double hz = step_windows_hz(windows, g, w);
        if (!isfinite(hz))
            continue;
        values[count++] = hz;
        point.low = fmin(point.low, hz);
        point.high = fmax(point.high, hz);
    }
    if (count)
        point.value = summary_quantile(values, count, 0.5);
    if (count < 2)
        point.low = point.high = NAN;
    return point;
}

static void add_guests(struct timeline *timeline, const struct step_windows *windows)
{
    scope_free double *values = alloc_zeroed(windows->guests, sizeof *values);
    bool is_one = windows->guests == 1;
    struct timeline_panel *panel = timeline_add_panel(
        timeline, is_one ? "guest: operations a second" : "guests: operations a second each",
        QUANTITY_RATE, 1e-9);
    struct timeline_line *line = timeline_add_line(panel, "", SVG_INK_FIRST);
    for (size_t w = 0; w < windows->windows; w++) {
        struct timeline_point point = median_of(windows, w, values);
        timeline_add_point(line, &point);
    }
    for (size_t g = 0; !is_one && windows->guests <= GUESTS_ONE_BY_ONE && g < windows->guests; g++)
        add_guest(panel, windows, g);
}

static bool does_anything(const struct step_windows *windows)
{
    for (size_t i = 0; i < windows->guests * windows->windows; i++)
        if (windows->throughput_hz[i] > 0)
            return true;
    return false;
}

void timeline_of_step(const struct step_record *step, const struct telemetry *telemetry,
                      struct timeline *timeline)
{
    scope_step_windows struct step_windows windows = {0};
    step_windows_init(&windows, step);
    *timeline = (struct timeline){.from_s = windows.from_s, .to_s = windows.to_s};
    if (windows.windows == 0)
        return;
    timeline->has_warmup = true;
    if (does_anything(&windows))
        add_guests(timeline, &windows);
    if (telemetry && telemetry->count > 0) {
        const struct timeline_span span = {edge_ns(telemetry, true) - step->measured_ns,
                                           windows.from_s, windows.to_s};
        timeline_host_add(timeline, telemetry, &span);
    } else {
        timeline_miss(timeline, "the host (the store has no telemetry of this step)");
    }
    timeline_thin(timeline);
}

// --- a watched host -----------------------------------------------------------------------------

// When no machine was told of it is not known what they used.
static void add_value(struct timeline_point *point, double value)
{
    point->value = isnan(point->value) ? value : point->value + value;
}

// Samples of all machines have one time.
static void add_machines(struct timeline *timeline, const struct telemetry *telemetry,
                         const struct timeline_span *span)
{
    const struct telemetry_series *clock =
        telemetry_find(telemetry, "cpu", "host", "cpu_busy_ratio");
    struct timeline_line *line = NULL;
    for (size_t i = 0; clock && i < telemetry->count; i++) {
        const struct telemetry_series *series = &telemetry->series[i];
        if (strncmp(series->object, "vm ", 3) != 0 || strcmp(series->metric, "cpu_cores") != 0 ||
            strcmp(series->source, "process") != 0)
            continue;
        if (!line) {
            line = timeline_add_line(
                timeline_add_panel(timeline, "virtual machines: cores used", QUANTITY_NUMBER, 0.1),
                "", SVG_INK_FIRST);
            for (size_t j = 0; j < clock->count; j++)
                timeline_add_point(
                    line, &(struct timeline_point){timeline_host_s(span, clock->points[j].at_ns),
                                                   NAN, NAN, NAN});
        }
        for (size_t j = 0, k = 0; j < clock->count && k < series->count;) {
            if (clock->points[j].at_ns < series->points[k].at_ns)
                j++;
            else if (clock->points[j].at_ns > series->points[k].at_ns)
                k++;
            else
                add_value(&line->points[j++], series->points[k++].value);
        }
    }
    if (!line)
        timeline_miss(timeline, "virtual machines");
}

void timeline_of_host(const struct telemetry *telemetry, struct timeline *timeline)
{
    int64_t first_ns = edge_ns(telemetry, false), last_ns = edge_ns(telemetry, true);
    struct timeline_span span = {.zero_ns = first_ns};
    span.to_s = timeline_host_s(&span, last_ns);
    *timeline = (struct timeline){.to_s = span.to_s};
    if (last_ns <= first_ns)
        return;
    add_machines(timeline, telemetry, &span);
    timeline_host_add(timeline, telemetry, &span);
    timeline_thin(timeline);
}
