// SPDX-License-Identifier: GPL-3.0-or-later
// Private to reports/: what guests told beside their windows as JSON.
#ifndef FULLHOUSE_REPORTS_JSON_TOLD_H
#define FULLHOUSE_REPORTS_JSON_TOLD_H

struct document_run;
struct json_writer;

// The member "told": a list, empty where nothing was.
void json_told(struct json_writer *writer, const struct document_run *run);

#endif
