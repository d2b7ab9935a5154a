// SPDX-License-Identifier: GPL-3.0-or-later
// Runs stand side by side whatever time lay between them; the axis names days.
#include "reports/compare/history_figure.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "common/base/clock.h"
#include "common/base/strbuf.h"
#include "compare/history.h"
#include "reports/axis.h"
#include "reports/compare/effect.h"
#include "reports/figure_parts.h"
#include "reports/gnuplot.h"
#include "reports/svg.h"

#include "common/base/alloc.h"
#include "common/base/scope.h"

enum { TICKS = 7, LABELLED_CHANGES = 12 };

// --- extent -------------------------------------------------------------------------------------

struct extent {
    double low, high;
};

// Where values and levels are, with a margin; intervals of few boots may reach far beyond and are
// cut. Not from 0: a change of some per cent would be a hair's breadth.
static struct extent extent_of(const struct history_series *series)
{
    struct extent extent = {INFINITY, -INFINITY};
    for (size_t i = 0; i < series->point_count; i++) {
        extent.low = fmin(extent.low, series->points[i].value.value);
        extent.high = fmax(extent.high, series->points[i].value.value);
    }
    double margin = 0.12 * (extent.high - extent.low);
    if (!(margin > 0))
        margin = fabs(extent.high) > 0 ? 0.05 * fabs(extent.high) : 1;
    return (struct extent){extent.low - margin, extent.high + margin};
}

static enum quantity quantity_of(const struct history_series *series)
{
    if (strcmp(series->unit, "1/s") == 0)
        return QUANTITY_RATE;
    if (strcmp(series->unit, "ns") == 0)
        return QUANTITY_DURATION;
    return strcmp(series->unit, "bytes") == 0 ? QUANTITY_BYTES : QUANTITY_NUMBER;
}

static void add_y_axis(const struct history_series *series, const struct extent *extent,
                       struct strbuf *script)
{
    enum quantity quantity = quantity_of(series);
    double step = axis_step(quantity, extent->high - extent->low, 4);
    bool is_first = true;
    strbuf_printf(script, "set yrange [%.17g:%.17g]\nset ytics (", extent->low, extent->high);
    for (double at = ceil(extent->low / step) * step; at <= extent->high; at += step) {
        scope_free char *label = effect_value(series->unit, at);
        strbuf_add(script, is_first ? "" : ", ");
        gnuplot_quote(script, label);
        strbuf_printf(script, " %.17g", at);
        is_first = false;
    }
    strbuf_add(script, ")\n");
}

static void add_x_axis(const struct history_line *line, const struct history_series *series,
                       struct strbuf *script)
{
    size_t count = series->point_count, step = (count + TICKS - 1) / TICKS;
    strbuf_printf(script, "unset xlabel\nset xrange [-0.7:%.17g]\nset xtics (",
                  (double)count - 0.3);
    for (size_t i = 0; i < count; i += step) {
        const struct run_record *record = &line->runs[series->points[i].run]->record;
        char day[CLOCK_TEXT_SIZE];
        clock_format_utc(day, record->started_at_ns);
        day[strcspn(day, "T")] = '\0';
        scope_free char *label = alloc_printf("%s", day);
        strbuf_add(script, i ? ", " : "");
        gnuplot_quote(script, label);
        strbuf_printf(script, " %zu", i);
    }
    strbuf_add(script, ")\n");
}

// --- data ---------------------------------------------------------------------------------------

static double clip(double value, const struct extent *extent)
{
    return fmin(fmax(value, extent->low), extent->high);
}

// Index, value, and its interval within the picture.
static void add_points(const struct history_series *series, const struct extent *extent,
                       struct strbuf *script)
{
    strbuf_add(script, "$points << EOD\n");
    for (size_t i = 0; i < series->point_count; i++) {
        const struct estimate *value = &series->points[i].value;
        strbuf_printf(script, "%zu", i);
        figure_number(script, value->value);
        figure_number(script, isfinite(value->low) ? clip(value->low, extent) : NAN);
        figure_number(script, isfinite(value->high) ? clip(value->high, extent) : NAN);
        strbuf_add(script, "\n");
    }
    strbuf_add(script, "EOD\n");
}

// From, length, level and its interval.
static void add_levels(const struct history_series *series, const struct extent *extent,
                       struct strbuf *script)
{
    strbuf_add(script, "$levels << EOD\n");
    for (size_t i = 0; i <= series->change_count; i++) {
        const struct history_segment *segment = &series->segments[i];
        strbuf_printf(script, "%g %g", (double)segment->from - 0.5, (double)segment->count);
        figure_number(script, clip(segment->level.value, extent));
        strbuf_add(script, "\n");
    }
    strbuf_add(script, "EOD\n");
}

static enum svg_ink ink_of(const struct history_change *change)
{
    return change->kind == HISTORY_REGRESSION    ? SVG_INK_SECOND
           : change->kind == HISTORY_IMPROVEMENT ? SVG_INK_THIRD
                                                 : SVG_INK_AXIS;
}

// A rule in the colour of what it was, and above it the run and by how much.
static void add_change(const struct history_line *line, const struct history_series *series,
                       const struct history_change *change, bool is_labelled, struct strbuf *script)
{
    double x = (double)change->at - 0.5;
    strbuf_printf(script, "set arrow from %g,graph 0 to %g,graph 1 nohead back lw 1.2 lc rgb ", x,
                  x);
    svg_add_colour(script, ink_of(change));
    strbuf_add(script, "\n");
    if (!is_labelled)
        return;
    scope_free char *by = effect_change(change->ratio.value);
    scope_free char *label = alloc_printf(
        "run %" PRId64 ", %s", line->runs[series->points[change->at].run]->record.id, by);
    bool is_late = 4 * change->at > 3 * series->point_count;
    strbuf_add(script, "set label ");
    gnuplot_quote(script, label);
    strbuf_printf(script, " at %g,graph 1 %s offset 0,0.5 tc rgb ", x, is_late ? "right" : "left");
    svg_add_colour(script, ink_of(change));
    strbuf_add(script, "\n");
}

// Where versions or settings changed: a notch at the foot.
static void add_versions(const struct history_line *line, const struct history_series *series,
                         struct strbuf *script)
{
    size_t version = 0;
    for (size_t i = 0; i < series->point_count; i++) {
        bool is_new = false;
        for (;
             version < line->version_count && line->versions[version].run <= series->points[i].run;
             version++)
            is_new = is_new || i > 0;
        if (!is_new)
            continue;
        double x = (double)i - 0.5;
        strbuf_printf(script, "set arrow from %g,graph 0 to %g,graph 0.06 nohead lw 2.4 lc rgb ", x,
                      x);
        svg_add_colour(script, SVG_INK_AXIS);
        strbuf_add(script, "\n");
    }
}

static void add_plot(struct strbuf *script)
{
    strbuf_add(script, "plot $points using 1:3:(0):($4-$3) with vectors nohead lw 1 lc rgb ");
    svg_add_colour(script, SVG_INK_GRID);
    strbuf_add(script,
               " notitle, \\\n  $levels using 1:3:2:(0) with vectors nohead lw 2.2 lc rgb ");
    svg_add_colour(script, SVG_INK_TEXT);
    strbuf_add(script, " notitle, \\\n  $points using 1:2 with points pt 7 ps 0.45 lc rgb ");
    svg_add_colour(script, SVG_INK_FIRST);
    strbuf_add(script, " notitle\n");
}

void history_figure_script(const struct history_line *line, const struct history_series *series,
                           const char *name, struct strbuf *script)
{
    struct extent extent = extent_of(series);
    figure_style(name, HISTORY_FIGURE_WIDTH, HISTORY_FIGURE_HEIGHT, "", script);
    strbuf_add(script, "set lmargin 11\n");
    add_points(series, &extent, script);
    add_levels(series, &extent, script);
    add_x_axis(line, series, script);
    add_y_axis(series, &extent, script);
    for (size_t i = 0; i < series->change_count; i++)
        add_change(line, series, &series->changes[i], series->change_count <= LABELLED_CHANGES,
                   script);
    add_versions(line, series, script);
    add_plot(script);
}

// --- sparks -------------------------------------------------------------------------------------

enum { SPARK_WIDTH = 180, SPARK_HEIGHT = 26, SPARK_STROKES = 180 };

static double spark_y(double value, const struct extent *extent)
{
    return SPARK_HEIGHT * (1 - (value - extent->low) / (extent->high - extent->low));
}

static double spark_x(size_t point, const struct history_series *series)
{
    return SPARK_WIDTH * ((double)point + 0.5) / (double)series->point_count;
}

void history_figure_spark(const struct history_series *series, struct strbuf *out)
{
    struct extent extent = extent_of(series);
    size_t step = (series->point_count + SPARK_STROKES - 1) / SPARK_STROKES;
    strbuf_printf(out, "<svg class=\"spark\" viewBox=\"0 0 %d %d\" aria-hidden=\"true\">",
                  SPARK_WIDTH, SPARK_HEIGHT);
    for (size_t i = 0; i < series->change_count; i++) {
        const char *const classes[] = {"small", "regression", "improvement"};
        strbuf_printf(out, "<path class=\"%s\" d=\"M%.1f 0v%d\"/>",
                      classes[series->changes[i].kind],
                      spark_x(series->changes[i].at, series) -
                          0.5 * SPARK_WIDTH / (double)series->point_count,
                      SPARK_HEIGHT);
    }
    strbuf_add(out, "<path class=\"line\" d=\"");
    for (size_t i = 0; i < series->point_count; i += step)
        strbuf_printf(out, "%c%.1f %.1f", i ? 'L' : 'M', spark_x(i, series),
                      spark_y(series->points[i].value.value, &extent));
    strbuf_add(out, "\"/></svg>");
}
