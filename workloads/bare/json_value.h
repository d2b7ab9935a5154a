// SPDX-License-Identifier: GPL-3.0-or-later
// One value of a JSON text that json_scan has found sound: where it stands, and its conversions.
// Borrowed from the line. Freestanding.
#ifndef FULLHOUSE_WORKLOADS_BARE_JSON_VALUE_H
#define FULLHOUSE_WORKLOADS_BARE_JSON_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum json_kind {
    JSON_TEXT,
    JSON_WHOLE, // a number without fraction and exponent, within 64 bits
    JSON_REAL,  // any other number
    JSON_OTHER, // an object, a list, true, false, null
};

struct json_value {
    enum json_kind kind;
    const char *bytes; // as spelled; of a text what stands between its quotes
    size_t length;
};

// Decodes escapes into text, which holds size >= 1 bytes, and terminates it. 0; -EINVAL for another
// kind; -EMSGSIZE when it is longer, and then text has the characters that fit.
int json_value_text(const struct json_value *value, char *text, size_t size);

// Whether two texts say the same, however they are escaped. Anything that needs no escape may be
// compared as .bytes and .length of its own.
bool json_value_same_text(const struct json_value *left, const struct json_value *right);

// A whole number below 2^63. 0; -EINVAL for another kind; -ERANGE when it is negative.
int json_value_unsigned(const struct json_value *value, uint64_t *ret_number);

// Any number; finite. The nearest double for up to 15 digits and a decimal exponent of -22..22 (as
// if the digits were a whole number); within 2 units in the last place for more digits, and within
// 20 for larger exponents. 0, or -EINVAL for another kind.
int json_value_real(const struct json_value *value, double *ret_number);

// A text of exactly 16 hexadecimal digits, letters small. 0, or -EINVAL for anything else.
int json_value_hex(const struct json_value *value, uint64_t *ret_number);

#endif
