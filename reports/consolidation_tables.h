// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of a consolidation as text cells, the same for a terminal and for a page.
#ifndef FULLHOUSE_REPORTS_CONSOLIDATION_TABLES_H
#define FULLHOUSE_REPORTS_CONSOLIDATION_TABLES_H

#include <stdbool.h>
#include <stddef.h>

struct consolidation;
struct consolidation_fill;
struct table;

// Names are cut to name_columns (0: not) in all of them.

// Moves from the first-th on, at most so many: wave, start, time, what, from, to, how long the
// guest stands still (with its interval where names are whole), why.
void consolidation_table_moves(struct table *table, const struct consolidation *consolidation,
                               size_t first, size_t most, size_t name_columns);
// Whether one of these moves is told as too busy: its memory is written faster than it is sent.
bool consolidation_table_is_busy(const struct consolidation *consolidation, size_t most);
// Hosts in the order of the fill, at most so many: guests and shares, before and after.
void consolidation_table_hosts(struct table *table, const struct consolidation *consolidation,
                               const struct consolidation_fill *fill, size_t most,
                               size_t name_columns);
// Hosts on, and mean fill by resource.
void consolidation_table_means(struct table *table, const struct consolidation *consolidation,
                               const struct consolidation_fill *fill);
// Hosts, energy and money a year, with where the numbers are from.
void consolidation_table_saving(struct table *table, const struct consolidation *consolidation);
// As it is beside the plan: over what was planned on, over what judges it, or both side by side.
enum consolidation_judged { CONSOLIDATION_PLANNED, CONSOLIDATION_JUDGED, CONSOLIDATION_BOTH };
void consolidation_table_risk(struct table *table, const struct consolidation *consolidation,
                              enum consolidation_judged judged);
void consolidation_table_rules(struct table *table, const struct consolidation *consolidation,
                               size_t rule_columns);
// Every number that the plan rests on beside the estate, with its origin.
void consolidation_table_assumptions(struct table *table,
                                     const struct consolidation *consolidation);

#endif
