// SPDX-License-Identifier: GPL-3.0-or-later
// The grammar of JSON's smallest parts: private to the scanner and the values.
#ifndef FULLHOUSE_WORKLOADS_BARE_JSON_STEP_H
#define FULLHOUSE_WORKLOADS_BARE_JSON_STEP_H

#include <stdint.h>

#include "workloads/bare/json_value.h"

// Both step over what begins at *at, which is before end, and give NULL; or what is wrong, and then
// *at stands near it.

// One character within a text's quotes, escaped or not. U+0000 is refused.
const char *json_step_character(const char **at, const char *end, uint32_t *ret_point);

// A number: a whole one must keep within 64 bits with a sign, a real one must be finite.
const char *json_step_number(const char **at, const char *end, enum json_kind *ret_kind);

#endif
