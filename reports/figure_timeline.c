// SPDX-License-Identifier: GPL-3.0-or-later
// gnuplot's multiplot, with margins in parts of the screen so that all charts share their x axis.
#include "reports/figure_timeline.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "common/base/strbuf.h"
#include "reports/axis.h"
#include "reports/figure_parts.h"
#include "reports/gnuplot.h"
#include "reports/timeline.h"

// In units of the picture.
enum { CHART = 66, GAP = 30, TOP = 26, FOOT = 56, LEFT = 62, RIGHT = 8 };

// The axis in a unit in which its numbers stay short.
struct unit {
    double seconds;
    const char *name;
};

static const struct unit *unit_of(double span_s)
{
    static const struct unit units[] = {
        {86400, "days"}, {3600, "hours"}, {60, "minutes"}, {1, "seconds"}};
    size_t i = 0;
    while (units[i].seconds > 1 && span_s < 3 * units[i].seconds)
        i++;
    return &units[i];
}

unsigned timeline_figure_height(const struct timeline *timeline)
{
    return TOP + FOOT + (unsigned)timeline->count * CHART + (unsigned)(timeline->count - 1) * GAP;
}

static void write_data(const struct timeline *timeline, const struct unit *unit,
                       struct strbuf *script)
{
    for (size_t p = 0; p < timeline->count; p++)
        for (size_t i = 0; i < timeline->panels[p].count; i++) {
            const struct timeline_line *line = &timeline->panels[p].lines[i];
            strbuf_printf(script, "$line%zu_%zu << EOD\n", p, i);
            for (size_t j = 0; j < line->count; j++) {
                strbuf_printf(script, "%.10g", line->points[j].at_s / unit->seconds);
                figure_number(script, line->points[j].value);
                figure_number(script, line->points[j].low);
                figure_number(script, line->points[j].high);
                strbuf_add(script, "\n");
            }
            strbuf_add(script, "EOD\n");
        }
}

static void add_label(struct strbuf *script, const char *text, const char *place, double left,
                      enum svg_ink ink)
{
    strbuf_add(script, "set label ");
    gnuplot_quote(script, text);
    strbuf_printf(script, " at %s offset %g,0.75 tc rgb ", place, left);
    svg_add_colour(script, ink);
    strbuf_add(script, "\n");
}

// The names of the lines in their colours, from the right; a line alone is named by the title.
static void write_names(const struct timeline_panel *panel, struct strbuf *script)
{
    double taken = 0;
    size_t named = 0;
    for (size_t i = 0; i < panel->count; i++)
        named += *panel->lines[i].name != '\0';
    for (size_t i = panel->count; named > 1 && i-- > 0;) {
        const struct timeline_line *line = &panel->lines[i];
        if (!*line->name)
            continue;
        add_label(script, line->name, "graph 1,graph 1 right", -taken, line->ink);
        taken += (double)strlen(line->name) * 0.9 + 1.4;
    }
}

static bool has_band(const struct timeline_line *line)
{
    for (size_t i = 0; i < line->count; i++)
        if (isfinite(line->points[i].low))
            return true;
    return false;
}

static void plot_line(const struct timeline_line *line, size_t panel, size_t number,
                      const char **comma, struct strbuf *script)
{
    if (has_band(line)) {
        strbuf_printf(script,
                      "%s  $line%zu_%zu using 1:3:4 with filledcurves fs solid 0.16 noborder lc "
                      "rgb ",
                      *comma, panel, number);
        svg_add_colour(script, line->ink);
        *comma = ", \\\n";
    }
    strbuf_printf(script, "%s  $line%zu_%zu using 1:2 with %s lw %s lc rgb ", *comma, panel, number,
                  line->count == 1 ? "points pt 7 ps 0.4" : "lines", line->is_thin ? "0.7" : "1.6");
    svg_add_colour(script, line->ink);
    *comma = ", \\\n";
}

static void write_panel(const struct timeline *timeline, size_t p, unsigned height,
                        struct strbuf *script)
{
    const struct timeline_panel *panel = &timeline->panels[p];
    double top = TOP + (double)p * (CHART + GAP);
    const char *comma = "";
    strbuf_printf(script, "unset label\nset tmargin at screen %.5f\nset bmargin at screen %.5f\n",
                  1 - top / height, 1 - (top + CHART) / height);
    axis_linear_y_cut(script, panel->quantity, timeline_panel_high(panel), 2);
    add_label(script, panel->title, "screen 0,graph 1 left", 0, SVG_INK_TEXT);
    write_names(panel, script);
    if (p + 1 == timeline->count)
        strbuf_add(script, "eval last\n");
    strbuf_add(script, "plot \\\n");
    for (size_t i = 0; i < panel->count; i++)
        plot_line(&panel->lines[i], p, i, &comma, script);
    strbuf_add(script, "\n");
}

static void write_axis(const struct timeline *timeline, const struct unit *unit,
                       struct strbuf *script)
{
    double from = timeline->from_s / unit->seconds, to = timeline->to_s / unit->seconds;
    double step = axis_step(QUANTITY_NUMBER, to - from, 6);
    strbuf_printf(script, "set lmargin at screen %.5f\nset rmargin at screen %.5f\n",
                  (double)LEFT / TIMELINE_FIGURE_WIDTH, 1 - (double)RIGHT / TIMELINE_FIGURE_WIDTH);
    strbuf_printf(script, "unset label\nset xlabel ''\nset xrange [%.10g:%.10g]\n", from, to);
    strbuf_printf(script, "set xtics %.10g format ''\n", step);
    strbuf_printf(script,
                  "last = \"set xtics %.10g format '%%g'; set xlabel '%s%s' offset 0,0.4\"\n", step,
                  unit->name, timeline->has_warmup ? " since the measured windows began" : "");
    if (!timeline->has_warmup)
        return;
    strbuf_add(script, "set arrow from 0,graph 0 to 0,graph 1 nohead back lw 1 dt (3,4) lc rgb ");
    svg_add_colour(script, SVG_INK_AXIS);
    strbuf_add(script, "\n");
}

void timeline_figure_script(const struct timeline *timeline, const char *name,
                            struct strbuf *script)
{
    unsigned height = timeline_figure_height(timeline);
    const struct unit *unit = unit_of(timeline->to_s - timeline->from_s);
    figure_style(name, TIMELINE_FIGURE_WIDTH, height, "", script);
    write_data(timeline, unit, script);
    write_axis(timeline, unit, script);
    strbuf_add(script, "set multiplot\n");
    for (size_t p = 0; p < timeline->count; p++)
        write_panel(timeline, p, height, script);
    strbuf_add(script, "unset multiplot\n");
}
