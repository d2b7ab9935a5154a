// SPDX-License-Identifier: GPL-3.0-or-later
// Which figures stand together in a chart, as data.
#include "reports/timeline_of.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"
#include "common/model/record.h"
#include "common/model/telemetry.h"
#include "common/stats/summary.h"
#include "reports/step_windows.h"
#include "reports/timeline.h"

enum { GUESTS_ONE_BY_ONE = 12 };

// --- the host -----------------------------------------------------------------------------------

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

// When time 0 is, and which points are drawn.
struct span {
    int64_t zero_ns;
    double from_s, to_s;
};

static double at_s(const struct span *span, int64_t at_ns)
{
    return (double)(at_ns - span->zero_ns) / (double)CLOCK_NS_PER_SECOND;
}

// Clocks of guests and host, and when each was read, differ by milliseconds.
static bool is_within(const struct span *span, double second)
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
                       const struct span *span, const char *object)
{
    for (size_t i = 0; object && i < LINES_MAX && panel->lines[i].metric; i++) {
        const struct telemetry_series *series =
            telemetry_find(telemetry, panel->lines[i].source, object, panel->lines[i].metric);
        for (size_t j = 0; series && j < series->count; j++)
            if (is_within(span, at_s(span, series->points[j].at_ns)))
                return true;
    }
    return false;
}

static void add_series(struct timeline_panel *panel, const struct line_of *of,
                       const struct telemetry_series *series, const struct span *span)
{
    struct timeline_line *line = timeline_add_line(panel, of->name, of->ink);
    for (size_t i = 0; i < series->count; i++) {
        double second = at_s(span, series->points[i].at_ns);
        if (is_within(span, second))
            timeline_add_point(line,
                               &(struct timeline_point){second, series->points[i].value, NAN, NAN});
    }
}

static void add_panel(struct timeline *timeline, const struct panel_of *of,
                      const struct telemetry *telemetry, const struct span *span)
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

static void add_host(struct timeline *timeline, const struct telemetry *telemetry,
                     const struct span *span)
{
    for (size_t i = 0; i < sizeof host_panels / sizeof *host_panels; i++)
        add_panel(timeline, &host_panels[i], telemetry, span);
}

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
        const struct span span = {edge_ns(telemetry, true) - step->measured_ns, windows.from_s,
                                  windows.to_s};
        add_host(timeline, telemetry, &span);
    } else {
        timeline_miss(timeline, "the host (the store has no telemetry of this step)");
    }
    timeline_thin(timeline);
}

// --- a watched host -----------------------------------------------------------------------------

// Samples of all machines have one time.
static void add_machines(struct timeline *timeline, const struct telemetry *telemetry,
                         const struct span *span)
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
                timeline_add_point(line, &(struct timeline_point){
                                             at_s(span, clock->points[j].at_ns), 0, NAN, NAN});
        }
        for (size_t j = 0, k = 0; j < clock->count && k < series->count;) {
            if (clock->points[j].at_ns < series->points[k].at_ns)
                j++;
            else if (clock->points[j].at_ns > series->points[k].at_ns)
                k++;
            else
                line->points[j++].value += series->points[k++].value;
        }
    }
    if (!line)
        timeline_miss(timeline, "virtual machines");
}

void timeline_of_host(const struct telemetry *telemetry, struct timeline *timeline)
{
    int64_t first_ns = edge_ns(telemetry, false), last_ns = edge_ns(telemetry, true);
    struct span span = {.zero_ns = first_ns};
    span.to_s = at_s(&span, last_ns);
    *timeline = (struct timeline){.to_s = span.to_s};
    if (last_ns <= first_ns)
        return;
    add_machines(timeline, telemetry, &span);
    add_host(timeline, telemetry, &span);
    timeline_thin(timeline);
}
