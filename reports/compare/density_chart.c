// SPDX-License-Identifier: GPL-3.0-or-later
// Densities stand side by side at even distances, as they were chosen to be; the ratio is on the
// logarithm.
#include "reports/compare/density_chart.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/compare/ratio_axis.h"
#include "reports/html_text.h"

// In the units of the drawing, which on most screens are pixels.
enum { WIDTH = 300, HEIGHT = 170, LEFT = 46, RIGHT = 10, TOP = 8, BOTTOM = 24, TICKS = 5 };

// The most labels that stand below the axis without touching.
enum { LABELS = 9 };

static double x_of(const struct density_chart *chart, size_t point)
{
    return LEFT + (WIDTH - LEFT - RIGHT) * (point + 0.5) / chart->count;
}

static double y_of(const struct ratio_axis *axis, double ratio)
{
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * ratio_axis_place(axis, ratio);
}

static struct ratio_axis axis_of(const struct density_chart *chart)
{
    scope_free struct estimate *ratios = alloc_zeroed(chart->count, sizeof(*ratios));
    for (size_t i = 0; i < chart->count; i++)
        ratios[i] = chart->points[i].ratio;
    return ratio_axis_of(ratios, chart->count, chart->threshold);
}

static bool is_drawn(const struct density_point *point)
{
    return isfinite(point->ratio.value) && point->ratio.value > 0;
}

static void add_ground(struct strbuf *out, const struct density_chart *chart,
                       const struct ratio_axis *axis)
{
    double ticks[RATIO_AXIS_TICKS];
    size_t count = ratio_axis_ticks(axis, TICKS, ticks);
    if (chart->threshold > 0) {
        double top = y_of(axis, 1 + chart->threshold);
        strbuf_printf(
            out, "<rect class=\"band\" x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"%.1f\"/>\n", LEFT,
            top, WIDTH - LEFT - RIGHT, y_of(axis, 1 / (1 + chart->threshold)) - top);
    }
    for (size_t i = 0; i < count; i++) {
        scope_free char *label = ratio_axis_label(axis, ticks[i]);
        double y = y_of(axis, ticks[i]);
        strbuf_printf(out, "<line class=\"%s\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                      fabs(ticks[i] - 1) < 1e-9 ? "one" : "tick", LEFT, WIDTH - RIGHT, y, y);
        strbuf_printf(out, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">", LEFT - 6, y + 4);
        html_add_text(out, label);
        strbuf_add(out, "</text>\n");
    }
}

// Every so manieth, and always the last.
static void add_guests(struct strbuf *out, const struct density_chart *chart)
{
    size_t stride = (chart->count + LABELS - 1) / LABELS;
    for (size_t i = 0; i < chart->count; i++)
        if ((chart->count - 1 - i) % stride == 0)
            strbuf_printf(out,
                          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%" PRIu32 "</text>\n",
                          x_of(chart, i), HEIGHT - 6, chart->points[i].guests);
}

static void add_curve(struct strbuf *out, const struct density_chart *chart,
                      const struct ratio_axis *axis)
{
    size_t drawn = 0;
    strbuf_add(out, "<polyline points=\"");
    for (size_t i = 0; i < chart->count; i++)
        if (is_drawn(&chart->points[i]))
            strbuf_printf(out, "%s%.1f,%.1f", drawn++ ? " " : "", x_of(chart, i),
                          y_of(axis, chart->points[i].ratio.value));
    strbuf_add(out, "\"/>\n");
}

static void add_point(struct strbuf *out, const struct density_chart *chart, size_t index,
                      const struct ratio_axis *axis)
{
    const struct density_point *point = &chart->points[index];
    bool has_interval = point->ratio.low > 0 && isfinite(point->ratio.high);
    double x = x_of(chart, index);
    if (!is_drawn(point))
        return;
    strbuf_printf(out, "<g class=\"%s\">", point->kind);
    if (has_interval)
        strbuf_printf(out,
                      "<line class=\"interval-line\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" "
                      "y2=\"%.1f\"/>",
                      x, x, y_of(axis, point->ratio.low), y_of(axis, point->ratio.high));
    strbuf_printf(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\"%s/></g>\n", x,
                  y_of(axis, point->ratio.value), has_interval ? "" : " class=\"alone\"");
}

void density_chart_add(struct strbuf *out, const struct density_chart *chart)
{
    const struct ratio_axis axis = axis_of(chart);
    strbuf_printf(out, "<svg class=\"density-chart\" viewBox=\"0 0 %d %d\" ", WIDTH, HEIGHT);
    html_add(out, "role=\"img\" aria-label=\"", chart->title, "\">\n");
    add_ground(out, chart, &axis);
    add_guests(out, chart);
    add_curve(out, chart, &axis);
    for (size_t i = 0; i < chart->count; i++)
        add_point(out, chart, i, &axis);
    strbuf_add(out, "</svg>\n");
}

const char density_chart_style[] =
    ".density-charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,18rem),"
    "1fr));gap:1.2rem 1.6rem;margin:1rem 0}\n"
    ".density-charts h3{margin:0 0 .2rem}\n"
    ".density-chart text{font-size:11.5px;fill:var(--ink-axis)}\n"
    ".density-chart .band{fill:var(--wash)}\n"
    ".density-chart .tick{stroke:var(--ink-grid);stroke-width:1}\n"
    ".density-chart .one{stroke:var(--ink-axis);stroke-width:1}\n"
    ".density-chart polyline{fill:none;stroke:var(--ink-axis);stroke-width:1.2}\n"
    ".density-chart .interval-line{stroke:currentColor;stroke-width:2.2;stroke-linecap:round}\n"
    ".density-chart circle{fill:currentColor}\n"
    ".density-chart circle.alone,.density-chart .undecided circle{fill:var(--ink-paper);"
    "stroke:currentColor;stroke-width:1.8}\n";
