// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of several runs: what each does over the base, a curve a run, as gnuplot scripts.
#ifndef FULLHOUSE_REPORTS_FIGURE_RATIO_H
#define FULLHOUSE_REPORTS_FIGURE_RATIO_H

#include <stdbool.h>
#include <stddef.h>

struct document;
struct strbuf;

enum { RATIO_FIGURE_WIDTH = 440, RATIO_FIGURE_HEIGHT = 320 };

struct ratio_figure {
    const char *name;    // of its script's file
    const char *title;   // heading above it
    const char *caption; // how to read it
    size_t offset;       // of the estimate in struct comparison_row
};

extern const struct ratio_figure ratio_figures[];
extern const size_t ratio_figure_count;

// Whether the document has a ratio of every figure.
bool ratio_figure_is_drawable(const struct document *document);

// What the curves are, in full: "KVM, bare guest (run 12) over native process (run 11)." New
// string.
char *ratio_figure_names(const struct document *document);

// The whole script of a figure; the y axis is logarithmic where the ratios span a decade.
void ratio_figure_script(const struct ratio_figure *figure, const struct document *document,
                         struct strbuf *script);

#endif
