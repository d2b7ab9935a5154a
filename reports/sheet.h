// SPDX-License-Identifier: GPL-3.0-or-later
// A table of figures in groups, cut where it is wider than a terminal. Knows widths, not meanings.
#ifndef FULLHOUSE_REPORTS_SHEET_H
#define FULLHOUSE_REPORTS_SHEET_H

#include <stdbool.h>
#include <stddef.h>

struct strbuf;
struct table;

struct sheet {
    const void *context;
    unsigned groups; // at least 1
    // Fills a table with the groups first..last; lead: it is the sheet's first.
    void (*fill)(struct table *table, const void *context, bool lead, unsigned first, unsigned last,
                 bool intervals);
};

// Draws the sheet as one table, else as ever more of them, else without intervals; each is preceded
// by an empty line. What fits in no way is drawn as wide as it is. An empty table is left out.
void sheet_draw(const struct sheet *sheet, size_t columns, size_t indent, struct strbuf *out);

#endif
