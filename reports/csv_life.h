// SPDX-License-Identifier: GPL-3.0-or-later
// Private to reports/: runs of lives as CSV, one row a verb and number of guests.
#ifndef FULLHOUSE_REPORTS_CSV_LIFE_H
#define FULLHOUSE_REPORTS_CSV_LIFE_H

#include <stdbool.h>

struct csv_writer;
struct document;

// Whether every run is one of lives: then this is the document's table, else that of densities.
bool csv_life_is_all(const struct document *document);

// Header and rows.
void csv_life_write(struct csv_writer *writer, const struct document *document);

#endif
