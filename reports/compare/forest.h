// SPDX-License-Identifier: GPL-3.0-or-later
// A forest plot as cells of a table: one ratio with its interval a row, all on one axis, so that
// the table's own text stays text at any width. Draws SVG; knows nothing of what a row is.
#ifndef FULLHOUSE_REPORTS_COMPARE_FOREST_H
#define FULLHOUSE_REPORTS_COMPARE_FOREST_H

#include "reports/compare/ratio_axis.h"

struct strbuf;

struct forest {
    struct ratio_axis axis;
    double threshold; // shown as a band around 1; 0: none
};

// "worse", "better", "same", "undecided": names of classes in forest_style.
struct forest_mark {
    struct estimate ratio;
    const char *kind;
    const char *description; // for those who cannot see it
};

// The axis with its labels, for the heading's cell, and one row.
void forest_add_axis(struct strbuf *out, const struct forest *forest);
void forest_add_row(struct strbuf *out, const struct forest *forest,
                    const struct forest_mark *mark);

// CSS of cells of the class "forest".
extern const char forest_style[];

#endif
