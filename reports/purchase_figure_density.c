// SPDX-License-Identifier: GPL-3.0-or-later
// What a guest costs over how many of them share a host: every option a point, and what the best
// one would cost at other densities.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/axis.h"
#include "reports/figure_parts.h"
#include "reports/gnuplot.h"
#include "reports/purchase_figure.h"
#include "reports/purchase_say.h"
#include "reports/purchase_scatter.h"
#include "reports/utf8.h"

enum { LINE_POINTS = 60, LABEL_COLUMNS = 24, EMULATED = 9 };
// Of the x axis, with some air.
static const double LETTER_WIDTH = 0.021;

// Where the curve of an option is from, as the figure marks it.
static int origin_number(const struct purchase *purchase, size_t option)
{
    const struct host_option *chosen = purchase_option(purchase, option);
    if (chosen->basis->emulated)
        return EMULATED;
    return (int)host_option_origin(chosen);
}

static struct purchase_extent write_options(const struct purchase *purchase,
                                            struct purchase_extent *ret_guests,
                                            struct strbuf *script)
{
    struct purchase_extent cost = {INFINITY, -INFINITY};
    strbuf_add(script, "$options << EOD\n");
    for (size_t i = 0; i < purchase_possible_count(purchase); i++) {
        const struct purchase_choice *choice = &purchase->choices[i];
        const struct option_certainty *certainty = purchase_certainty(purchase, choice->option);
        struct estimate month = {choice->outcome.guest_month, NAN, NAN};
        if (certainty)
            month.low = certainty->guest_month.low, month.high = certainty->guest_month.high;
        strbuf_printf(script, "%.17g %d", choice->outcome.guests_a_host,
                      origin_number(purchase, choice->option));
        month = figure_cut(&month);
        figure_number(script, month.value);
        figure_number(script, month.low);
        figure_number(script, month.high);
        strbuf_add(script, "\n");
        purchase_extend(ret_guests, choice->outcome.guests_a_host);
        purchase_extend(&cost, month.value);
        purchase_extend(&cost, month.low);
        purchase_extend(&cost, month.high);
    }
    strbuf_add(script, "EOD\n");
    return cost;
}

// The best option at other densities: half as many guests a host up to half as many more.
static void write_line(const struct purchase *purchase, double high, struct strbuf *script)
{
    const struct outcome *best = &purchase_best(purchase)->outcome;
    strbuf_add(script, "$line << EOD\n");
    for (int i = 0; i <= LINE_POINTS; i++) {
        double guests = best->guests_a_host * (0.5 + i / (double)LINE_POINTS);
        if (guests < 1 || guests > high)
            continue;
        strbuf_printf(script, "%.17g", guests);
        figure_number(script, best->guest_month * purchase_cost_ratio(best, guests));
        strbuf_add(script, "\n");
    }
    strbuf_add(script, "EOD\n");
}

// The part of the x axis that a name takes.
struct name_span {
    double low, high;
    const char *align; // of the text at its point
};

static char *name_of(const struct purchase *purchase, size_t rank)
{
    scope_free char *name = purchase_short_name(purchase, purchase->choices[rank].option);
    return utf8_cut(name, LABEL_COLUMNS);
}

// Centred, but inside of the axes where the point is near one of their ends.
static struct name_span span_of(const struct purchase *purchase, size_t rank, double high)
{
    scope_free char *name = name_of(purchase, rank);
    double at = purchase->choices[rank].outcome.guests_a_host;
    double width = high * LETTER_WIDTH * (double)strlen(name);
    if (at + width / 2 > high)
        return (struct name_span){at - width, at, "right"};
    if (at < width / 2)
        return (struct name_span){at, at + width, "left"};
    return (struct name_span){at - width / 2, at + width / 2, "center"};
}

// Where a name stands: above the interval of its point, or below.
static void name_option(const struct purchase *purchase, size_t rank, bool above, double high,
                        struct strbuf *script)
{
    const struct purchase_choice *choice = &purchase->choices[rank];
    const struct option_certainty *certainty = purchase_certainty(purchase, choice->option);
    struct estimate month = {choice->outcome.guest_month, NAN, NAN};
    if (certainty)
        month = figure_cut(&certainty->guest_month);
    double end = above ? month.high : month.low;
    scope_free char *name = name_of(purchase, rank);
    strbuf_add(script, "set label ");
    gnuplot_quote(script, name);
    strbuf_printf(script, " at %.17g,%.17g %s offset 0,%g front tc rgb ",
                  choice->outcome.guests_a_host, isfinite(end) ? end : month.value,
                  span_of(purchase, rank, high).align,
                  (above ? 0.7 : -0.8) * (isfinite(end) ? 1 : 1.4));
    svg_add_colour(script, rank == 0 ? SVG_INK_TEXT : SVG_INK_AXIS);
    strbuf_add(script, "\n");
}

static bool touches(const struct purchase *purchase, size_t one, size_t other, double high)
{
    struct name_span a = span_of(purchase, one, high), b = span_of(purchase, other, high);
    return a.low < b.high && b.low < a.high;
}

// The best below its point, the second above; a third where there is room.
static void name_options(const struct purchase *purchase, double high, struct strbuf *script)
{
    size_t count = purchase_possible_count(purchase);
    name_option(purchase, 0, false, high, script);
    if (count > 1)
        name_option(purchase, 1, true, high, script);
    if (count > 2 && !touches(purchase, 0, 2, high))
        name_option(purchase, 2, false, high, script);
    else if (count > 2 && !touches(purchase, 1, 2, high))
        name_option(purchase, 2, true, high, script);
}

static void density_script(const struct purchase *purchase, struct strbuf *script)
{
    struct purchase_extent guests = {INFINITY, -INFINITY};
    scope_free char *quantity = alloc_printf("%s a guest and month", purchase->plan->currency);
    purchase_scatter_style(script, "density", quantity, "guests a host");
    struct purchase_extent cost = write_options(purchase, &guests, script);
    double high = guests.high * 1.12 + 1;
    write_line(purchase, high, script);
    axis_linear_x(script, QUANTITY_NUMBER, 0, high);
    purchase_scatter_money(script, &cost);
    name_options(purchase, high, script);
    purchase_scatter_plot(script, "$line using 1:2 with lines lw 1.2 dt (6,4)", SVG_INK_AXIS, true);
    purchase_scatter_plot(script, "$options using 1:4:(0):($5-$4) with vectors nohead lw 1.2",
                          SVG_INK_GRID, false);
    purchase_scatter_plot(script,
                          "$options every ::0::0 using 1:4:(0):($5-$4) with vectors nohead lw 1.4",
                          SVG_INK_AXIS, false);
    purchase_scatter_plot(script, "$options using 1:($2 == 0 ? $3 : NaN) with points pt 7 ps 0.9",
                          SVG_INK_FIRST, false);
    purchase_scatter_plot(script, "$options using 1:($2 == 1 ? $3 : NaN) with points pt 9 ps 1.0",
                          SVG_INK_SECOND, false);
    purchase_scatter_plot(
        script, "$options using 1:($2 == 2 || $2 == 3 ? $3 : NaN) with points pt 12 ps 1.0 lw 1.5",
        SVG_INK_THIRD, false);
    purchase_scatter_plot(script,
                          "$options using 1:($2 == 9 ? $3 : NaN) with points pt 2 ps 1.0 lw 1.5",
                          SVG_INK_AXIS, false);
    purchase_scatter_plot(script, "$options every ::0::0 using 1:3 with points pt 6 ps 1.7 lw 1.5",
                          SVG_INK_TEXT, false);
    strbuf_add(script, "\n");
}

static bool has_options(const struct purchase *purchase)
{
    const struct purchase_choice *best = purchase_best(purchase);
    return best && best->outcome.guest_month > 0 && best->outcome.guests_a_host > 0;
}

const struct purchase_figure purchase_figure_density = {
    .name = "density",
    .title = "Density against the cost of a guest",
    .caption = "Every option a point, with its 95 % interval: discs were measured on such a host, "
               "triangles are scaled from another, diamonds are guessed, crosses rest on emulated "
               "guests. The ring is the cheapest; dashed, what it would cost with more or fewer "
               "guests a host, as if all cost went "
               "with the hosts.",
    .width = PURCHASE_SCATTER_WIDTH,
    .is_drawable = has_options,
    .height = purchase_scatter_height,
    .script = density_script,
};
