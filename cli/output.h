// SPDX-License-Identifier: GPL-3.0-or-later
// Where results go: a file that can be written, or standard output that took all of it.
#ifndef FULLHOUSE_CLI_OUTPUT_H
#define FULLHOUSE_CLI_OUTPUT_H

#include <stdbool.h>

#include "common/base/strbuf.h"
#include "reports/emitter.h"

struct document;
struct err;

// Whether a report could be written to path (NULL and "-": standard output), asked before minutes
// of work. 0 or -EINVAL.
int output_check(const char *path, struct err *err);

// The document in this form into the file, or on standard output for NULL and "-", there as wide
// as the terminal is; notes for the user go to standard error. 0 or negative errno.
int output_report(const struct document *document, const struct emitter *emitter, const char *path,
                  struct err *err);

// What an emitter is told of where it writes to; notes are added to it.
struct emitter_context output_context(const char *path);
// What it emitted, to that place; its notes, for the user, to standard error, and they are released
// in any case. 0 or negative errno.
int output_write(const struct strbuf *out, struct emitter_context *context, const char *path,
                 struct err *err);

// NULL and "-".
bool output_is_standard(const char *path);
// Of the terminal that standard output is; 0 where it is none.
unsigned output_columns(void);

// To be called last: the exit code, which is another one when standard output did not take all
// that was printed. Silent where the reader of a pipe has hung up: it wanted no more.
int output_end(int code);

#endif
