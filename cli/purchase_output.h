// SPDX-License-Identifier: GPL-3.0-or-later
// Where a purchase's report goes.
#ifndef FULLHOUSE_CLI_PURCHASE_OUTPUT_H
#define FULLHOUSE_CLI_PURCHASE_OUTPUT_H

struct err;
struct purchase_form;
struct purchase_report;

// The form by its name, else by the suffix of the file, else text. NULL with err set.
const struct purchase_form *purchase_output_form(const char *name, const char *path,
                                                 struct err *err);

// Into the file, or on standard output for NULL and "-"; notes for the user go to standard error. 0
// or negative errno.
int purchase_output(const struct purchase_report *report, const struct purchase_form *form,
                    const char *path, struct err *err);

#endif
