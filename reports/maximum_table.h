// SPDX-License-Identifier: GPL-3.0-or-later
// Private to reports/: what each service-level term and each limit of the host would allow by
// itself.
#ifndef FULLHOUSE_REPORTS_MAXIMUM_TABLE_H
#define FULLHOUSE_REPORTS_MAXIMUM_TABLE_H

#include <stdbool.h>

struct document_run;
struct json_writer;
struct strbuf;
struct table;

// Whether there is more than one to tell apart.
bool maximum_table_is_known(const struct document_run *run);

// A row for each: its name, the largest number that holds, and which one binds.
void maximum_table_fill(struct table *table, const struct document_run *run);

void maximum_table_add_html(struct strbuf *out, const struct document_run *run);

// The array "maxima".
void maximum_table_add_json(struct json_writer *writer, const struct document_run *run);

#endif
