// SPDX-License-Identifier: GPL-3.0-or-later
// Where the money goes, year by year, and what would change it: the stack and the tornado.
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/money.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/axis.h"
#include "reports/figure_parts.h"
#include "reports/gnuplot.h"
#include "reports/purchase_figure.h"
#include "reports/purchase_say.h"
#include "reports/utf8.h"

enum {
    STACK_WIDTH = 440,
    STACK_HEIGHT = 340,
    TORNADO_WIDTH = 880,
    TORNADO_BARS = 10,
    TORNADO_ROW = 30,
    TORNADO_REST = 74, // axis, margins
    TORNADO_NAME = 36, // columns
};

// A shorter bar, as a part of the cost, is a line.
static const double TORNADO_LEAST = 0.002;

static bool has_best(const struct purchase *purchase)
{
    return purchase_best(purchase) != NULL;
}

// --- the stack ----------------------------------------------------------------------------------

static const struct {
    enum svg_ink ink;
    double share;
} shades[COST_ITEM_COUNT] = {
    [COST_PURCHASE] = {SVG_INK_FIRST, 1},
    [COST_LICENCES] = {SVG_INK_SECOND, 1},
    [COST_LICENCE_YEARS] = {SVG_INK_SECOND, 0.55},
    [COST_SUPPORT] = {SVG_INK_FIRST, 0.5},
    [COST_ENERGY] = {SVG_INK_THIRD, 1},
    [COST_COOLING] = {SVG_INK_THIRD, 0.5},
    [COST_SPACE] = {SVG_INK_AXIS, 0.35},
    [COST_STAFF] = {SVG_INK_AXIS, 0.9},
    [COST_RESIDUAL] = {SVG_INK_AXIS, 0.6},
};

struct purchase_shade purchase_shade(int item)
{
    return (struct purchase_shade){svg_ink_name(shades[item].ink), shades[item].share};
}

// One box a year and item: x, its sides, from, to. What is negative hangs below zero.
static double write_stack(const struct outcome *outcome, double *ret_low, struct strbuf *script)
{
    double highest = 0;
    double above[PLAN_YEARS_MOST] = {0}, below[PLAN_YEARS_MOST] = {0};
    for (enum cost_item item = 0; item < COST_ITEM_COUNT; item++) {
        strbuf_printf(script, "$item%d << EOD\n", (int)item);
        for (uint32_t y = 0; y < outcome->years; y++) {
            double cost = outcome->year[y].cost[item];
            double *end = cost < 0 ? &below[y] : &above[y];
            strbuf_printf(script, "%u %.17g %.17g %.17g %.17g\n", y + 1, y + 0.68, y + 1.32, *end,
                          *end + cost);
            *end += cost;
            highest = fmax(highest, above[y]);
            *ret_low = fmin(*ret_low, below[y]);
        }
        strbuf_add(script, "EOD\n");
    }
    return highest;
}

static void name_years(const struct outcome *outcome, struct strbuf *script)
{
    strbuf_printf(script, "set xrange [0.4:%g]\nset xtics (", outcome->years + 0.6);
    for (uint32_t y = 0; y < outcome->years; y++)
        strbuf_printf(script, "%s'%u' %u", y ? ", " : "", y + 1, y + 1);
    strbuf_add(script, ")\n");
    for (uint32_t y = 0; y < outcome->years; y++) {
        char text[MONEY_TEXT_SIZE];
        double top = 0;
        for (enum cost_item item = 0; item < COST_ITEM_COUNT; item++)
            top += fmax(0, outcome->year[y].cost[item]);
        strbuf_printf(script, "set label '%s' at %u,%.17g center offset 0,0.6 front tc rgb ",
                      money_short(text, outcome_year_total(outcome, y)), y + 1, top);
        svg_add_colour(script, SVG_INK_TEXT);
        strbuf_add(script, "\n");
    }
}

static void years_script(const struct purchase *purchase, struct strbuf *script)
{
    const struct outcome *outcome = &purchase_best(purchase)->outcome;
    scope_free char *quantity = alloc_printf("%s a year", purchase->plan->currency);
    double low = 0;
    figure_style("years", STACK_WIDTH, STACK_HEIGHT, quantity, script);
    strbuf_add(script, "set xlabel 'year'\n");
    double high = write_stack(outcome, &low, script);
    axis_linear_y(script, QUANTITY_NUMBER, fmax(high, 1) * 1.15);
    strbuf_printf(script, "set yrange [%.17g:%.17g]\n", low * 1.1, fmax(high, 1) * 1.15);
    name_years(outcome, script);
    bool first = true;
    for (enum cost_item item = 0; item < COST_ITEM_COUNT; item++) {
        if (outcome_total(outcome, item) == 0)
            continue;
        strbuf_printf(script,
                      "%s  $item%d using 1:4:2:3:4:5 with boxxyerror fs solid %g noborder "
                      "lc rgb ",
                      first ? "plot \\\n" : ", \\\n", (int)item, shades[item].share);
        svg_add_colour(script, shades[item].ink);
        strbuf_add(script, " notitle");
        first = false;
    }
    strbuf_add(script, "\n");
}

static bool has_money(const struct purchase *purchase)
{
    return has_best(purchase) &&
           outcome_total(&purchase_best(purchase)->outcome, COST_ITEM_COUNT) > 0;
}

static unsigned years_height(const struct purchase *purchase)
{
    (void)purchase;
    return STACK_HEIGHT;
}

const struct purchase_figure purchase_figure_years = {
    .name = "years",
    .title = "Cost by year",
    .caption = "The best option's payments of each year, not discounted.",
    .width = STACK_WIDTH,
    .is_drawable = has_money,
    .height = years_height,
    .script = years_script,
};

// --- the tornado --------------------------------------------------------------------------------

// Bars that can be seen; the longest is always drawn.
static size_t bar_count(const struct purchase *purchase)
{
    const struct certainty *certainty = &purchase->certainty;
    double least = TORNADO_LEAST * purchase_best(purchase)->outcome.net_present_cost;
    size_t count = 1;
    while (count < certainty->bar_count && count < TORNADO_BARS &&
           fabs(certainty->bars[count].high_cost - certainty->bars[count].low_cost) >= least)
        count++;
    return count;
}

static void write_bars(const struct purchase *purchase, double cost, double *ret_low,
                       double *ret_high, struct strbuf *script)
{
    size_t count = bar_count(purchase);
    strbuf_add(script, "$bars << EOD\n");
    for (size_t i = 0; i < count; i++) {
        const struct tornado_bar *bar = &purchase->certainty.bars[i];
        strbuf_printf(script, "%.17g %zu %.17g %.17g\n", cost, count - i, bar->low_cost,
                      bar->high_cost);
        *ret_low = fmin(*ret_low, fmin(bar->low_cost, bar->high_cost));
        *ret_high = fmax(*ret_high, fmax(bar->low_cost, bar->high_cost));
    }
    strbuf_add(script, "EOD\n");
}

static void name_end(const struct purchase *purchase, const struct tornado_bar *bar, double input,
                     double cost, bool to_left, size_t row, struct strbuf *script)
{
    scope_free char *text = purchase_input(purchase, bar->what, input);
    strbuf_add(script, "set label ");
    gnuplot_quote(script, text);
    strbuf_printf(script, " at %.17g,%zu %s offset character %s,0 front tc rgb ", cost, row,
                  to_left ? "right" : "left", to_left ? "-0.5" : "0.5");
    svg_add_colour(script, SVG_INK_AXIS);
    strbuf_add(script, "\n");
}

static void name_bars(const struct purchase *purchase, struct strbuf *script)
{
    size_t count = bar_count(purchase);
    strbuf_add(script, "set ytics (");
    for (size_t i = 0; i < count; i++) {
        scope_free char *name = utf8_cut(purchase->certainty.bars[i].what, TORNADO_NAME);
        strbuf_add(script, i ? ", " : "");
        gnuplot_quote(script, name);
        strbuf_printf(script, " %zu", count - i);
    }
    strbuf_printf(script, ")\nset yrange [0.4:%g]\nset grid xtics noytics\n", count + 0.6);
    for (size_t i = 0; i < count; i++) {
        const struct tornado_bar *bar = &purchase->certainty.bars[i];
        bool falls = bar->high_cost < bar->low_cost;
        name_end(purchase, bar, bar->low_input, bar->low_cost, !falls, count - i, script);
        name_end(purchase, bar, bar->high_input, bar->high_cost, falls, count - i, script);
    }
}

static void tornado_script(const struct purchase *purchase, struct strbuf *script)
{
    double cost = purchase_best(purchase)->outcome.net_present_cost, low = cost, high = cost;
    scope_free char *quantity = alloc_printf("net present cost, %s", purchase->plan->currency);
    figure_style("tornado", TORNADO_WIDTH, purchase_figure_tornado.height(purchase), "", script);
    strbuf_add(script, "set xlabel ");
    gnuplot_quote(script, quantity);
    strbuf_add(script, "\nset lmargin 36\nset tmargin 1\nset rmargin 6\n");
    write_bars(purchase, cost, &low, &high, script);
    double room = fmax((high - low) * 0.16, cost * 0.001);
    axis_linear_x(script, QUANTITY_NUMBER, low - room, high + room);
    name_bars(purchase, script);
    strbuf_printf(script, "set arrow from %.17g,graph 0 to %.17g,graph 1 nohead front lw 1 lc rgb ",
                  cost, cost);
    svg_add_colour(script, SVG_INK_TEXT);
    strbuf_add(script,
               "\nplot \\\n  $bars using 1:2:(($1<$3)?$1:$3):(($1<$3)?$3:$1):($2-0.3):($2+0.3) "
               "with boxxyerror fs solid 0.55 noborder lc rgb ");
    svg_add_colour(script, SVG_INK_FIRST);
    strbuf_add(script,
               " notitle, \\\n  $bars using 1:2:(($1<$4)?$1:$4):(($1<$4)?$4:$1):($2-0.3):($2+0.3) "
               "with boxxyerror fs solid 0.85 noborder lc rgb ");
    svg_add_colour(script, SVG_INK_SECOND);
    strbuf_add(script, " notitle\n");
}

static bool has_bars(const struct purchase *purchase)
{
    return has_best(purchase) && purchase->certainty.bar_count > 0;
}

static unsigned tornado_height(const struct purchase *purchase)
{
    return (unsigned)bar_count(purchase) * TORNADO_ROW + TORNADO_REST;
}

const struct purchase_figure purchase_figure_tornado = {
    .name = "tornado",
    .title = "What matters most",
    .caption = "The best option's net present cost when one input alone goes to the low (blue) or "
               "the high (orange) end of its 95 % interval, all else as planned.",
    .width = TORNADO_WIDTH,
    .is_drawable = has_bars,
    .height = tornado_height,
    .script = tornado_script,
};
