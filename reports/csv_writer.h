// SPDX-License-Identifier: GPL-3.0-or-later
// Fields and rows after RFC 4180: comma, CRLF, quotes doubled. Numbers have full precision (reading
// them back gives the same double); what is absent is an empty field.
#ifndef FULLHOUSE_REPORTS_CSV_WRITER_H
#define FULLHOUSE_REPORTS_CSV_WRITER_H

#include <stdbool.h>
#include <stdint.h>

struct strbuf;

// Zero-initialise with out set.
struct csv_writer {
    struct strbuf *out;
    bool in_row;
};

// A field that a spreadsheet would take for a formula (=, +, -, @ first) gets an apostrophe.
void csv_writer_text(struct csv_writer *writer, const char *text);
// Several names separated by commas, none of which needs quoting: for headers.
void csv_writer_names(struct csv_writer *writer, const char *names);
void csv_writer_integer(struct csv_writer *writer, uint64_t number);
// RECORD_ABSENT and any other negative number is absent.
void csv_writer_optional(struct csv_writer *writer, int64_t number);
// Not finite is absent.
void csv_writer_number(struct csv_writer *writer, double number);
void csv_writer_end_row(struct csv_writer *writer);

#endif
