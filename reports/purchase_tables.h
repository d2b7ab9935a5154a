// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of a purchase as text cells, the same for a terminal and for a page.
#ifndef FULLHOUSE_REPORTS_PURCHASE_TABLES_H
#define FULLHOUSE_REPORTS_PURCHASE_TABLES_H

#include <stddef.h>

struct purchase;
struct purchase_choice;
struct table;

// A row for each possible choice from the first-th on, at most so many: guests a host, what binds,
// hosts, net present cost, cost a guest and month, how sure, where its curve is from. Names are cut
// to name_columns (0: not).
void purchase_table_choices(struct table *table, const struct purchase *purchase, size_t first,
                            size_t most, size_t name_columns);
// Guests, hosts, load and each item of the cost, a column a year, and the sum.
void purchase_table_years(struct table *table, const struct purchase_choice *choice);
// How many guests one host holds by each resource.
void purchase_table_limits(struct table *table, const struct purchase_choice *choice);
// The longest bars: from what to what, and the cost there.
void purchase_table_tornado(struct table *table, const struct purchase *purchase, size_t most,
                            size_t what_columns, size_t name_columns);
void purchase_table_mix(struct table *table, const struct purchase *purchase, size_t name_columns);
// With what each is, cut to so many columns; 0: without.
void purchase_table_assumptions(struct table *table, const struct purchase *purchase,
                                size_t help_columns);
void purchase_table_guests(struct table *table, const struct purchase *purchase);
// The catalogue: what its models have, and what they draw.
void purchase_table_servers(struct table *table, const struct purchase *purchase);
void purchase_table_licences(struct table *table, const struct purchase *purchase);
// The laws held against each other on each curve.
void purchase_table_laws(struct table *table, const struct purchase *purchase);

#endif
