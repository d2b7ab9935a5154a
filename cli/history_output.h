// SPDX-License-Identifier: GPL-3.0-or-later
// A history's report to a file or to standard output.
#ifndef FULLHOUSE_CLI_HISTORY_OUTPUT_H
#define FULLHOUSE_CLI_HISTORY_OUTPUT_H

struct err;
struct history_form;
struct history_report;

// The form of that name; without one that of the path's suffix, on standard output text. NULL with
// err set.
const struct history_form *history_output_form(const char *name, const char *path, struct err *err);

// Writes it; notes for the user go to standard error. 0 or negative errno.
int history_output(const struct history_report *report, const struct history_form *form,
                   const char *path, struct err *err);

#endif
