// SPDX-License-Identifier: GPL-3.0-or-later
// Which of the host's figures stand together in a chart, as data.
#include "reports/timeline_host.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"
#include "common/model/telemetry.h"
#include "reports/timeline.h"

struct line_of {
    const char *source, *metric, *name;
    enum svg_ink ink;
};

enum { LINES_MAX = 3 };

struct panel_of {
    const char *title;
    const char *object; // "host", or "disk *": of those the one with the most of the first lines
    enum quantity quantity;
    double least_high;
    struct line_of lines[LINES_MAX];
};

static const struct panel_of host_panels[] = {
    {"host: CPU time",
     "host",
     QUANTITY_SHARE,
     1,
     {{"cpu", "cpu_busy_ratio", "busy", SVG_INK_FIRST},
      {"cpu", "cpu_iowait_ratio", "idle, disk", SVG_INK_THIRD},
      {"cpu", "cpu_steal_ratio", "stolen", SVG_INK_SECOND}}},
    {"threads that wait for a CPU",
     "host",
     QUANTITY_NUMBER,
     1,
     {{"cpu", "cpu_wait_cores", "", SVG_INK_FIRST}}},
    {"time some task waits for",
     "host",
     QUANTITY_SHARE,
     0.1,
     {{"pressure", "cpu_pressure_ratio", "CPU", SVG_INK_FIRST},
      {"pressure", "io_pressure_ratio", "disk", SVG_INK_THIRD},
      {"pressure", "memory_pressure_ratio", "memory", SVG_INK_SECOND}}},
    {"memory available",
     "host",
     QUANTITY_BYTES,
     0x1p20,
     {{"memory", "memory_available_bytes", "", SVG_INK_FIRST}}},
    {"bytes a second",
     "disk *",
     QUANTITY_BYTES,
     0x1p10,
     {{"disk", "read_bytes_hz", "read", SVG_INK_FIRST},
      {"disk", "write_bytes_hz", "written", SVG_INK_SECOND}}},
    {"bytes a second",
     "nic *",
     QUANTITY_BYTES,
     0x1p10,
     {{"network", "receive_bytes_hz", "received", SVG_INK_FIRST},
      {"network", "transmit_bytes_hz", "sent", SVG_INK_SECOND}}},
};

double timeline_host_s(const struct timeline_span *span, int64_t at_ns)
{
    return (double)(at_ns - span->zero_ns) / (double)CLOCK_NS_PER_SECOND;
}

// Clocks of guests and host, and when each was read, differ by milliseconds.
static bool is_within(const struct timeline_span *span, double second)
{
    double slack_s = (span->to_s - span->from_s) / 50;
    return second >= span->from_s - slack_s && second <= span->to_s + slack_s;
}

static double sum_of(const struct panel_of *panel, const struct telemetry *telemetry,
                     const char *object)
{
    double sum = 0;
    for (size_t i = 0; i < LINES_MAX && panel->lines[i].metric; i++) {
        const struct telemetry_series *series =
            telemetry_find(telemetry, panel->lines[i].source, object, panel->lines[i].metric);
        for (size_t j = 0; series && j < series->count; j++)
            sum += series->points[j].value;
    }
    return sum;
}

// The object of a panel, or NULL where nothing has its figures.
static const char *object_of(const struct panel_of *panel, const struct telemetry *telemetry)
{
    const char *star = strchr(panel->object, '*'), *busiest = NULL;
    double most = -1;
    if (!star)
        return panel->object;
    for (size_t i = 0; i < telemetry->count; i++) {
        const struct telemetry_series *series = &telemetry->series[i];
        if (strncmp(series->object, panel->object, (size_t)(star - panel->object)) != 0 ||
            strcmp(series->source, panel->lines[0].source) != 0 ||
            strcmp(series->metric, panel->lines[0].metric) != 0 || series->count == 0)
            continue;
        double sum = sum_of(panel, telemetry, series->object);
        if (sum > most) {
            most = sum;
            busiest = series->object;
        }
    }
    return busiest;
}

static bool has_points(const struct panel_of *panel, const struct telemetry *telemetry,
                       const struct timeline_span *span, const char *object)
{
    for (size_t i = 0; object && i < LINES_MAX && panel->lines[i].metric; i++) {
        const struct telemetry_series *series =
            telemetry_find(telemetry, panel->lines[i].source, object, panel->lines[i].metric);
        for (size_t j = 0; series && j < series->count; j++)
            if (is_within(span, timeline_host_s(span, series->points[j].at_ns)))
                return true;
    }
    return false;
}

static void add_series(struct timeline_panel *panel, const struct line_of *of,
                       const struct telemetry_series *series, const struct timeline_span *span)
{
    struct timeline_line *line = timeline_add_line(panel, of->name, of->ink);
    for (size_t i = 0; i < series->count; i++) {
        double second = timeline_host_s(span, series->points[i].at_ns);
        if (is_within(span, second))
            timeline_add_point(line,
                               &(struct timeline_point){second, series->points[i].value, NAN, NAN});
    }
}

static void add_panel(struct timeline *timeline, const struct panel_of *of,
                      const struct telemetry *telemetry, const struct timeline_span *span)
{
    const char *object = object_of(of, telemetry);
    bool is_named = strchr(of->object, '*') != NULL;
    if (!has_points(of, telemetry, span, object)) {
        timeline_miss(timeline, is_named ? strcmp(of->lines[0].source, "disk") ? "network" : "disk"
                                         : of->title);
        return;
    }
    scope_free char *title =
        is_named ? alloc_printf("%s: %s", object, of->title) : alloc_copy(of->title);
    struct timeline_panel *panel =
        timeline_add_panel(timeline, title, of->quantity, of->least_high);
    for (size_t i = 0; i < LINES_MAX && of->lines[i].metric; i++) {
        const struct telemetry_series *series =
            telemetry_find(telemetry, of->lines[i].source, object, of->lines[i].metric);
        if (series)
            add_series(panel, &of->lines[i], series, span);
    }
}

void timeline_host_add(struct timeline *timeline, const struct telemetry *telemetry,
                       const struct timeline_span *span)
{
    for (size_t i = 0; i < sizeof host_panels / sizeof *host_panels; i++)
        add_panel(timeline, &host_panels[i], telemetry, span);
}
