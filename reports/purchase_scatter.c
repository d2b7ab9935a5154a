// SPDX-License-Identifier: GPL-3.0-or-later
// Axes, points and labels of scatter plots.
#include "reports/purchase_scatter.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/axis.h"
#include "reports/figure_parts.h"
#include "reports/gnuplot.h"
#include "reports/utf8.h"

enum { HEIGHT = 340, LABEL_COLUMNS = 24 };

void purchase_extend(struct purchase_extent *extent, double value)
{
    extent->low = fmin(extent->low, value); // NAN gives way
    extent->high = fmax(extent->high, value);
}

unsigned purchase_scatter_height(const struct purchase *purchase)
{
    (void)purchase;
    return HEIGHT;
}

void purchase_scatter_money(struct strbuf *script, const struct purchase_extent *extent)
{
    if (extent->high > 10 * extent->low && extent->low > 0)
        axis_log_y(script, QUANTITY_NUMBER, extent->low / 1.5, extent->high * 1.5);
    else
        axis_linear_y(script, QUANTITY_NUMBER, extent->high * 1.15);
}

void purchase_scatter_style(struct strbuf *script, const char *name, const char *quantity,
                            const char *across)
{
    figure_style(name, PURCHASE_SCATTER_WIDTH, HEIGHT, quantity, script);
    strbuf_printf(script, "set xlabel '%s'\n", across);
}

void purchase_scatter_plot(struct strbuf *script, const char *what, enum svg_ink ink, bool first)
{
    strbuf_printf(script, "%s  %s lc rgb ", first ? "plot \\\n" : ", \\\n", what);
    svg_add_colour(script, ink);
    strbuf_add(script, " notitle");
}

void purchase_scatter_label(struct strbuf *script, const char *text, double x, double y,
                            bool to_left, double lines, enum svg_ink ink)
{
    scope_free char *cut = utf8_cut(text, LABEL_COLUMNS);
    strbuf_add(script, "set label ");
    gnuplot_quote(script, cut);
    strbuf_printf(script, " at %.17g,%.17g %s offset character %s,%g front tc rgb ", x, y,
                  to_left ? "right" : "left", to_left ? "-1" : "1", lines);
    svg_add_colour(script, ink);
    strbuf_add(script, "\n");
}
