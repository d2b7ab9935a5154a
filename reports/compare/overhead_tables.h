// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of an overhead that text, Markdown and page share.
#ifndef FULLHOUSE_REPORTS_COMPARE_OVERHEAD_TABLES_H
#define FULLHOUSE_REPORTS_COMPARE_OVERHEAD_TABLES_H

#include <stdbool.h>

struct overhead;
struct overhead_load;
struct table;

// A row for each load and platform: the load's headline measure over native's, with the fewest
// guests and with the most, and where that changes between. is_wide: with the kinds of guests.
void overhead_table_loads(struct table *table, const struct overhead *overhead, bool is_wide);

// The same of the measures of one load that matter most. is_wide: beside what native and the
// platform do.
void overhead_table_measures(struct table *table, const struct overhead *overhead,
                             const struct overhead_load *load, bool is_wide);

// Every density of it, of all measures.
void overhead_table_densities(struct table *table, const struct overhead *overhead,
                              const struct overhead_load *load);

#endif
