// SPDX-License-Identifier: GPL-3.0-or-later
// A series as a picture: each run with its interval, the levels of its segments, rules where it
// changed, marks where a version did.
#ifndef FULLHOUSE_REPORTS_COMPARE_HISTORY_FIGURE_H
#define FULLHOUSE_REPORTS_COMPARE_HISTORY_FIGURE_H

#include <stddef.h>

struct history_line;
struct history_series;
struct strbuf;

enum { HISTORY_FIGURE_WIDTH = 960, HISTORY_FIGURE_HEIGHT = 300 };

// The whole gnuplot script; of a series with at least one point.
void history_figure_script(const struct history_line *line, const struct history_series *series,
                           const char *name, struct strbuf *script);

// A few strokes for a row of a table, as an <svg> that needs no program.
void history_figure_spark(const struct history_series *series, struct strbuf *out);

#endif
