// SPDX-License-Identifier: GPL-3.0-or-later
// A timeline as a gnuplot script: its charts above each other, time at the foot of the last one.
#ifndef FULLHOUSE_REPORTS_FIGURE_TIMELINE_H
#define FULLHOUSE_REPORTS_FIGURE_TIMELINE_H

struct strbuf;
struct timeline;

enum { TIMELINE_FIGURE_WIDTH = 440 };

// How high it is, by the number of its charts.
unsigned timeline_figure_height(const struct timeline *timeline);

// The whole script; there is at least one chart.
void timeline_figure_script(const struct timeline *timeline, const char *name,
                            struct strbuf *script);

#endif
