// SPDX-License-Identifier: GPL-3.0-or-later
// Comma-separated values (RFC 4180) row by row, each with the line it stands in. Door: libcsv.
#ifndef FULLHOUSE_COMMON_MODEL_CSV_H
#define FULLHOUSE_COMMON_MODEL_CSV_H

#include <stddef.h>
#include <stdint.h>

struct err;

// Fields without the white space around them; the reader's, valid during the call. 0 to go on.
typedef int csv_row_fn(void *context, size_t line, char *const *fields, size_t count,
                       struct err *err);

// Calls row for each row that is not empty, from line 1 on. A byte order mark is passed over; lines
// end as on any system. 0; what row gave if not 0; or -EINVAL with "name:line: ..." for a NUL byte,
// a quotation mark out of place, one that is never closed, and a row of more than 64 MiB.
int csv_read(const char *name, const char *bytes, size_t length, csv_row_fn *row, void *context,
             struct err *err);

// The same of a file that the user named, block by block: what is not there, larger than that, or
// no file (path_read_named) is bad input, too.
int csv_read_named(const char *path, uint64_t most_bytes, csv_row_fn *row, void *context,
                   struct err *err);

#endif
