// SPDX-License-Identifier: GPL-3.0-or-later
// The figure of a run's memory curves: latency over size, both logarithmic, with the host's caches
// as vertical rules.
#ifndef FULLHOUSE_REPORTS_FIGURE_MEMORY_CURVE_H
#define FULLHOUSE_REPORTS_FIGURE_MEMORY_CURVE_H

struct memory_curves;
struct strbuf;

enum { MEMORY_FIGURE_WIDTH = 880, MEMORY_FIGURE_HEIGHT = 420 };

// The whole script; the curves are not empty.
void memory_figure_script(const struct memory_curves *curves, struct strbuf *script);

#endif
