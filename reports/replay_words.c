// SPDX-License-Identifier: GPL-3.0-or-later
// A replay as tables and as a figure; every number was computed in replay.c.
#include <inttypes.h>
#include <math.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "reports/axis.h"
#include "reports/document_run.h"
#include "reports/figure_parts.h"
#include "reports/replay.h"
#include "reports/table.h"

char *replay_time(uint64_t at_ns)
{
    uint64_t seconds = at_ns / CLOCK_NS_PER_SECOND;
    return alloc_printf("%" PRIu64 ":%02" PRIu64 ":%02" PRIu64, seconds / 3600, seconds / 60 % 60,
                        seconds % 60);
}

static void add_share(struct table *table, double ratio)
{
    char text[UNITS_TEXT_SIZE];
    table_add_cell(table, units_format_share(text, ratio));
}

static void add_taken(struct table *table, char *taken)
{
    scope_free char *text = taken;
    table_add_cell(table, text);
}

static void add_row(struct table *table, const struct replay *replay)
{
    add_taken(table, alloc_printf("%" PRIu32, replay->guests));
    add_taken(table, alloc_printf("%zu", replay->boots));
    add_share(table, replay->asked_ratio);
    add_share(table, replay->achieved_ratio);
    add_share(table, replay->error_ratio);
    add_taken(table, isfinite(replay->correlation) ? alloc_printf("%.3f", replay->correlation)
                                                   : alloc_copy("n/a"));
    add_taken(table, replay_time(replay->points[replay->worst].at_ns));
    add_share(table, replay->points[replay->worst].asked_ratio);
    add_share(table, replay->points[replay->worst].achieved_ratio);
}

void replay_table_fill(struct table *table, const struct document_run *run)
{
    static const char *const headings[] = {"boots",       "asked",    "achieved", "error",
                                           "correlation", "worst at", "asked",    "achieved"};
    table_add_column(table, document_run_unit(run), false);
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        table_add_column(table, headings[i], false);
    for (size_t d = 0; d < run->density_count; d++) {
        scope_replay struct replay replay = {0};
        if (replay_compute(run, run->densities[d].guests, &replay))
            add_row(table, &replay);
    }
}

void replay_points_fill(struct table *table, const struct document_run *run)
{
    static const char *const headings[] = {"trace at", "asked", "achieved"};
    scope_replay struct replay replay = {0};
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        table_add_column(table, headings[i], false);
    if (!replay_of_largest(run, &replay))
        return;
    for (size_t i = 0; i < replay.count; i++) {
        add_taken(table, replay_time(replay.points[i].at_ns));
        add_share(table, replay.points[i].asked_ratio);
        add_share(table, replay.points[i].achieved_ratio);
    }
}

static double highest(const struct replay *replay)
{
    double most = 0.01;
    for (size_t i = 0; i < replay->count; i++)
        most = fmax(most, fmax(replay->points[i].asked_ratio, replay->points[i].achieved_ratio));
    return most;
}

static void add_data(const struct replay *replay, struct strbuf *script)
{
    strbuf_add(script, "$replay << EOD\n");
    for (size_t i = 0; i <= replay->count; i++) {
        // The last point's value is drawn to its end.
        const struct replay_point *point = &replay->points[i < replay->count ? i : i - 1];
        double end_ns = (double)(i * replay->step_ns);
        strbuf_printf(script, "%.9g", end_ns / (60.0 * (double)CLOCK_NS_PER_SECOND));
        figure_number(script, point->asked_ratio);
        figure_number(script, point->achieved_ratio);
        strbuf_add(script, "\n");
    }
    strbuf_add(script, "EOD\n");
}

void replay_script(const struct replay *replay, struct strbuf *script)
{
    figure_style("replay", REPLAY_FIGURE_WIDTH, REPLAY_FIGURE_HEIGHT,
                 "share of full load, mean of all guests", script);
    add_data(replay, script);
    strbuf_printf(script, "set xlabel 'minutes of the trace'\nset xrange [0:%.9g]\n",
                  (double)replay->count * (double)replay->step_ns /
                      (60.0 * (double)CLOCK_NS_PER_SECOND));
    axis_linear_y(script, QUANTITY_SHARE, highest(replay) * 1.15);
    strbuf_add(script, "set key top right horizontal samplen 2 tc rgb ");
    svg_add_colour(script, SVG_INK_TEXT);
    strbuf_add(script, "\nplot \\\n  $replay using 1:2 with steps lw 1.4 dt (6,4) lc rgb ");
    svg_add_colour(script, SVG_INK_SECOND);
    strbuf_add(script, " title 'asked', \\\n  $replay using 1:3 with steps lw 1.8 lc rgb ");
    svg_add_colour(script, SVG_INK_FIRST);
    strbuf_add(script, " title 'achieved'\n");
}
