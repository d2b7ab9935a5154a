// SPDX-License-Identifier: GPL-3.0-or-later
// Boxes from the lower to the upper quartile with whiskers to the least and the most, on a
// logarithmic axis: verbs differ by a factor of thousands.
#include "reports/figure_life.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>

#include "common/base/alloc.h"
#include "common/base/strbuf.h"
#include "reports/axis.h"
#include "reports/figure_parts.h"
#include "reports/gnuplot.h"
#include "reports/svg.h"

// Boxes of the two series stand so far beside the middle of their verb.
#define BESIDE 0.17

static bool is_shown(const struct life_row *row, uint32_t guests)
{
    return !row->is_call && row->guests == guests && row->min_ns > 0;
}

static bool has_verb(const struct life *life, enum lifecycle_verb verb)
{
    for (size_t i = 0; i < life->row_count; i++)
        if (life->rows[i].verb == verb)
            return true;
    return false;
}

// Places are given to the verbs that were done, from 1.
static unsigned place_of(const struct life *life, enum lifecycle_verb verb)
{
    unsigned place = 1;
    for (int before = 0; before < (int)verb; before++)
        place += has_verb(life, (enum lifecycle_verb)before);
    return place;
}

static void write_data(const struct life *life, const char *name, uint32_t guests, double beside,
                       struct strbuf *script)
{
    strbuf_printf(script, "$%s << EOD\n", name);
    for (size_t i = 0; i < life->row_count; i++) {
        const struct life_row *row = &life->rows[i];
        if (!is_shown(row, guests))
            continue;
        strbuf_printf(script, "%g", place_of(life, row->verb) + beside);
        figure_number(script, row->min_ns);
        figure_number(script, row->p25_ns);
        figure_number(script, row->p50_ns.value);
        figure_number(script, row->p75_ns);
        figure_number(script, row->max_ns);
        strbuf_add(script, "\n");
    }
    strbuf_add(script, "EOD\n");
}

static void write_axes(const struct life *life, uint32_t storm, struct strbuf *script)
{
    double low = INFINITY, high = 0;
    for (size_t i = 0; i < life->row_count; i++)
        if (is_shown(&life->rows[i], 1) || is_shown(&life->rows[i], storm)) {
            low = fmin(low, life->rows[i].min_ns);
            high = fmax(high, life->rows[i].max_ns);
        }
    axis_log_y(script, QUANTITY_DURATION, low / 1.5, high * 1.5);
    strbuf_add(script, "set xlabel ''\nset bmargin 6\nset xtics rotate by -35 (");
    for (int verb = 0; verb < LIFECYCLE_VERB_COUNT; verb++) {
        if (!has_verb(life, (enum lifecycle_verb)verb))
            continue;
        unsigned place = place_of(life, (enum lifecycle_verb)verb);
        strbuf_add(script, place > 1 ? ", " : "");
        gnuplot_quote(script, lifecycle_words[verb].name);
        strbuf_printf(script, " %u", place);
    }
    strbuf_printf(script, ")\nset xrange [0.4:%g]\nset boxwidth %g\n",
                  place_of(life, LIFECYCLE_VERB_COUNT) - 0.4, 1.6 * BESIDE);
}

static void plot_boxes(struct strbuf *script, const char *name, enum svg_ink ink)
{
    strbuf_printf(script,
                  "  $%s using 1:3:2:6:5 with candlesticks fs solid 0.13 border lw 1.2 lc rgb ",
                  name);
    svg_add_colour(script, ink);
    strbuf_printf(script, " notitle, \\\n  $%s using 1:4 with points pt 7 ps 0.6 lc rgb ", name);
    svg_add_colour(script, ink);
    strbuf_add(script, " notitle");
}

static bool has_alone(const struct life *life)
{
    for (size_t i = 0; i < life->row_count; i++)
        if (is_shown(&life->rows[i], 1))
            return true;
    return false;
}

char *life_figure_caption(const struct life *life)
{
    uint32_t storm = life_storm(life);
    const char *how = "a disc is the median, a box reaches from the lower to the upper quartile, "
                      "its whiskers to the least and the most; the axis is logarithmic.";
    if (storm <= 1)
        return alloc_printf("One guest alone: %s", how);
    if (!has_alone(life))
        return alloc_printf("%" PRIu32 " guests that do the same at once: %s", storm, how);
    return alloc_printf("Left of each pair one guest alone, right %" PRIu32
                        " guests that do the same at once: %s",
                        storm, how);
}

void life_figure_script(const struct life *life, struct strbuf *script)
{
    uint32_t storm = life_storm(life);
    figure_style("life", LIFE_FIGURE_WIDTH, LIFE_FIGURE_HEIGHT, "time until the guest has it",
                 script);
    bool alone = has_alone(life), pair = alone && storm > 1;
    write_data(life, "alone", 1, pair ? -BESIDE : 0, script);
    if (storm > 1)
        write_data(life, "storm", storm, pair ? BESIDE : 0, script);
    write_axes(life, storm, script);
    strbuf_add(script, "plot \\\n");
    if (alone)
        plot_boxes(script, "alone", SVG_INK_FIRST);
    strbuf_add(script, pair ? ", \\\n" : "");
    if (storm > 1)
        plot_boxes(script, "storm", SVG_INK_SECOND);
    strbuf_add(script, "\n");
}
