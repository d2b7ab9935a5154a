// SPDX-License-Identifier: GPL-3.0-or-later
// Where a consolidation's report goes.
#ifndef FULLHOUSE_CLI_CONSOLIDATION_OUTPUT_H
#define FULLHOUSE_CLI_CONSOLIDATION_OUTPUT_H

struct consolidation_form;
struct consolidation_report;
struct err;

// The form by its name, else by the suffix of the file, else text. NULL with err set.
const struct consolidation_form *consolidation_output_form(const char *name, const char *path,
                                                           struct err *err);

// Into the file, or on standard output for NULL and "-"; notes for the user go to standard error. 0
// or negative errno.
int consolidation_output(const struct consolidation_report *report,
                         const struct consolidation_form *form, const char *path, struct err *err);

#endif
