// SPDX-License-Identifier: GPL-3.0-or-later
// Private to reports/purchase_figure_*.c: what scatter plots of money share.
#ifndef FULLHOUSE_REPORTS_PURCHASE_SCATTER_H
#define FULLHOUSE_REPORTS_PURCHASE_SCATTER_H

#include <stdbool.h>

#include "reports/svg.h"

struct purchase;
struct strbuf;

enum { PURCHASE_SCATTER_WIDTH = 440 };

struct purchase_extent {
    double low, high; // begin with INFINITY and -INFINITY
};

// Takes the value in; NAN changes nothing.
void purchase_extend(struct purchase_extent *extent, double value);

unsigned purchase_scatter_height(const struct purchase *purchase);

// What the script begins with; across: what the x axis counts.
void purchase_scatter_style(struct strbuf *script, const char *name, const char *quantity,
                            const char *across);
// The y axis: linear from 0, logarithmic where the lowest and the highest are far apart.
void purchase_scatter_money(struct strbuf *script, const struct purchase_extent *extent);
// One element of the plot command, in that ink; first: the command begins with it.
void purchase_scatter_plot(struct strbuf *script, const char *what, enum svg_ink ink, bool first);
// A label beside a point, so many lines higher.
void purchase_scatter_label(struct strbuf *script, const char *text, double x, double y,
                            bool to_left, double lines, enum svg_ink ink);

#endif
