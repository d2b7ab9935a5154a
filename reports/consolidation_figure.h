// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of a consolidation as <svg> elements that need no program to be drawn.
#ifndef FULLHOUSE_REPORTS_CONSOLIDATION_FIGURE_H
#define FULLHOUSE_REPORTS_CONSOLIDATION_FIGURE_H

#include <stdbool.h>

#include "planner/amount/amounts.h"

struct consolidation;
struct consolidation_fill;
struct strbuf;

// Up to so many hosts have a bar each, more are drawn as a profile; up to so many moves have a line
// each, more share lines.
enum { FIGURE_HOSTS_MAX = 40, FIGURE_MOVES_MAX = 64 };

// How full each host is of one resource, before and after.
void consolidation_figure_hosts(const struct consolidation *consolidation,
                                const struct consolidation_fill *fill,
                                enum amount_resource resource, struct strbuf *out);
// The same of very many: hosts side by side, the fullest first.
void consolidation_figure_profile(const struct consolidation *consolidation,
                                  const struct consolidation_fill *fill,
                                  enum amount_resource resource, struct strbuf *out);

// Moves over time, and how many hosts are on meanwhile. There is at least one move.
void consolidation_figure_moves(const struct consolidation *consolidation, struct strbuf *out);

#endif
