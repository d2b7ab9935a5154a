// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of a report as gnuplot scripts that stand alone: data, axes and drawing in one text
// that prints an SVG. Running them is reports/gnuplot.h's business. To add one: write it in a
// figure_*.c and add a line to the table in figure.c.
#ifndef FULLHOUSE_REPORTS_FIGURE_H
#define FULLHOUSE_REPORTS_FIGURE_H

#include <stdbool.h>
#include <stddef.h>

#include "reports/svg.h"

struct document_run;
struct strbuf;

struct figure {
    const char *name;     // of its script's file
    const char *title;    // heading above it
    const char *caption;  // how to read it
    const char *quantity; // above the y axis: what it shows, in which unit
    unsigned width;
    unsigned height;
    bool of_operations; // not shown of guests that do none
    // False when the run has no figures to draw.
    bool (*is_drawable)(const struct document_run *run);
    // Appends axes, labels and the plot command; data and style are there already.
    void (*write)(const struct document_run *run, struct strbuf *script);
};

// The curve in its two widths: a wide one for screens, a narrow one for phones.
extern const struct figure figure_curve;
extern const struct figure figure_curve_narrow;
// All others, in the order of the page.
extern const struct figure *const figures[];
extern const size_t figure_count;

// The whole script of a figure that is drawable.
void figure_script(const struct figure *figure, const struct document_run *run,
                   struct strbuf *script);

#endif
