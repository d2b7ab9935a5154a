// SPDX-License-Identifier: GPL-3.0-or-later
// The series of a line as rows, for a terminal and Markdown.
#ifndef FULLHOUSE_REPORTS_COMPARE_HISTORY_TABLE_H
#define FULLHOUSE_REPORTS_COMPARE_HISTORY_TABLE_H

#include <stddef.h>

struct history;
struct history_line;
struct table;

// Metric, guests, runs, the series in `columns` columns, its level now, how it stands; in
// brackets what is told and not judged.
void history_table_fill(struct table *table, const struct history *history,
                        const struct history_line *line, size_t columns);

#endif
