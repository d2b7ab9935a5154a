// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of a purchase as gnuplot scripts that stand alone. Running them is html_drawing's
// business.
#ifndef FULLHOUSE_REPORTS_PURCHASE_FIGURE_H
#define FULLHOUSE_REPORTS_PURCHASE_FIGURE_H

#include <stdbool.h>
#include <stddef.h>

struct purchase;
struct density_curve;
struct strbuf;

struct purchase_figure {
    const char *name;
    const char *title;
    const char *caption;
    unsigned width;
    // False where there is nothing to draw.
    bool (*is_drawable)(const struct purchase *purchase);
    unsigned (*height)(const struct purchase *purchase);
    void (*script)(const struct purchase *purchase, struct strbuf *script);
};

// Density against cost a guest, every option a point.
extern const struct purchase_figure purchase_figure_density;
// Cost a guest over density and performance, of the best option.
extern const struct purchase_figure purchase_figure_performance;
// Cost by year and item.
extern const struct purchase_figure purchase_figure_years;
extern const struct purchase_figure purchase_figure_tornado;

// A measured curve with its law, its band, and how many guests hold.
enum { PURCHASE_CURVE_WIDTH = 440, PURCHASE_CURVE_HEIGHT = 320 };
bool purchase_curve_is_drawable(const struct density_curve *curve);
void purchase_curve_script(const struct density_curve *curve, struct strbuf *script);

// How an item of the cost is drawn: its ink, and how much of it.
struct purchase_shade {
    const char *ink; // "first" of --ink-first
    double share;    // 0 to 1
};
struct purchase_shade purchase_shade(int cost_item);

#endif
