// SPDX-License-Identifier: GPL-3.0-or-later
// The two forms that a catalogue has, and telling them and what is neither apart.
#ifndef FULLHOUSE_PLANNER_MARKET_CATALOGUE_FORM_H
#define FULLHOUSE_PLANNER_MARKET_CATALOGUE_FORM_H

#include <stddef.h>

struct err;
struct catalogue_reading;

enum catalogue_form { CATALOGUE_CSV, CATALOGUE_YAML };

// By the suffix of name, else by the bytes. 0, or -EINVAL for what can be neither: nothing at all,
// UTF-16, bytes that are no UTF-8, a web page, a spreadsheet's own file.
int catalogue_form_of(const char *name, const char *bytes, size_t length,
                      enum catalogue_form *ret_form, struct err *err);

// Reads all of it; the last server is ended by catalogue_reading_end. 0 or -EINVAL.
int catalogue_csv_read(struct catalogue_reading *reading, const char *bytes, size_t length);
int catalogue_yaml_read(struct catalogue_reading *reading, const char *bytes, size_t length);

#endif
