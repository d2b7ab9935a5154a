// SPDX-License-Identifier: GPL-3.0-or-later
// Where an overhead's report goes.
#ifndef FULLHOUSE_CLI_OVERHEAD_OUTPUT_H
#define FULLHOUSE_CLI_OVERHEAD_OUTPUT_H

struct err;
struct overhead;
struct overhead_form;

// The form by its name, else by the suffix of the file, else text. NULL with err set.
const struct overhead_form *overhead_output_form(const char *name, const char *path,
                                                 struct err *err);

// Into the file, or on standard output for NULL and "-"; notes for the user go to standard error. 0
// or negative errno.
int overhead_output(const struct overhead *overhead, const struct overhead_form *form,
                    const char *path, struct err *err);

#endif
