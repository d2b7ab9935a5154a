// SPDX-License-Identifier: GPL-3.0-or-later
// Values of the keys of a file, read into the fields they are for. What tables of keys share.
#ifndef FULLHOUSE_PLANNER_VALUE_KEY_VALUE_H
#define FULLHOUSE_PLANNER_VALUE_KEY_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/value/uncertain.h"

struct err;

// Each keeps *field on failure. 0 or -EINVAL with what is wrong, without the key.
int key_value_text(char **field, const char *text, struct err *err);
int key_value_name(char **field, const char *text, struct err *err); // letters, digits, - _ .
int key_value_count(uint32_t *field, const char *text, uint32_t least, uint32_t most,
                    struct err *err);
int key_value_number(double *field, const char *text, double least, double most, struct err *err);
int key_value_bytes(double *field, const char *text, struct err *err);
int key_value_yes(bool *field, const char *text, struct err *err);
// With an interval where it has one.
int key_value_uncertain(struct uncertain *field, const char *text, uncertain_parse_fn *parse,
                        double least, double most, struct err *err);

// A share, "35%" or 0.35.
int key_value_share(double *field, const char *text, double least, double most, struct err *err);
// A duration with its unit, in seconds.
int key_value_seconds(double *field, const char *text, double least, double most, struct err *err);
// ISO 4217.
int key_value_currency(char **field, const char *text, struct err *err);

#endif
