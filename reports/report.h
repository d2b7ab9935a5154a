// SPDX-License-Identifier: GPL-3.0-or-later
// The public face of reports/: a document in one of its forms, to a file or to standard output.
#ifndef FULLHOUSE_REPORTS_REPORT_H
#define FULLHOUSE_REPORTS_REPORT_H

#include "reports/document.h"
#include "reports/emitter.h"

struct err;

// Writes the document to path: all of it is there afterwards, or what was there before. NULL or "-"
// is standard output. *ret_notes (may be NULL) becomes a new string with lines for the user, ""
// when there is nothing to say; the caller prints it on standard error. 0 or negative errno.
int report_write(const struct document *document, const struct emitter *emitter, const char *path,
                 char **ret_notes, struct err *err);

// The text form as a new string, for a terminal of so many columns (0: 100), as `bench` prints it
// at its end.
char *report_text(const struct document *document, unsigned columns);

#endif
