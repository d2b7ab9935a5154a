// SPDX-License-Identifier: GPL-3.0-or-later
// Private to reports/figure*.c: the data block every script starts with, and the marks they share.
#ifndef FULLHOUSE_REPORTS_FIGURE_PARTS_H
#define FULLHOUSE_REPORTS_FIGURE_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "common/inference/bootstrap.h"
#include "reports/svg.h"

struct document_run;
struct strbuf;

// Columns of the data block `$density`: guests, verdict (enum density_verdict), then value, low and
// high of each of these.
enum figure_series {
    FIGURE_TOTAL,
    FIGURE_THROUGHPUT,
    FIGURE_P50,
    FIGURE_P99,
    FIGURE_FAIRNESS,
    FIGURE_WORST,
    FIGURE_MEMORY,
    FIGURE_HELLO_P50,
    FIGURE_HELLO_P95,
    FIGURE_SERIES_COUNT,
};

// Of the run's density with this index, as it is drawn.
struct estimate figure_estimate(const struct document_run *run, size_t density,
                                enum figure_series series);

// An interval as it is drawn: cut at a quarter and at four times the value, since those of two
// boots may span a million times it and would press the curve flat.
#define FIGURE_CUT_CAPTION "Intervals are cut at a quarter and at four times the value."
struct estimate figure_cut(const struct estimate *estimate);

// What every script begins with: terminal, colours, margins, the quantity above the y axis.
void figure_style(const char *name, unsigned width, unsigned height, const char *quantity,
                  struct strbuf *script);

// " 1.5", or " NaN" for what is not finite: a field of a data block.
void figure_number(struct strbuf *script, double number);

// Appends the block.
void figure_data(const struct document_run *run, struct strbuf *script);

// Extremes over densities, intervals included; NAN when there is no finite value.
double figure_lowest(const struct document_run *run, enum figure_series series);
double figure_highest(const struct document_run *run, enum figure_series series);

// The x axis with its ticks.
void figure_guests_axis(const struct document_run *run, struct strbuf *script);

// Band of the interval, line, bars and points, as elements of a plot command (no comma before the
// first). Points tell the verdict by their shape.
void figure_plot_series(struct strbuf *script, enum figure_series series, enum svg_ink ink,
                        const char *title);

// A label at the last density's value, to the right of it and so many lines higher.
void figure_label_last(const struct document_run *run, enum figure_series series, enum svg_ink ink,
                       const char *text, double lines, struct strbuf *script);

// A vertical rule at the largest density that holds, where there is one.
void figure_mark_maximum(const struct document_run *run, bool labelled, struct strbuf *script);

#endif
