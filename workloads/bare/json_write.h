// SPDX-License-Identifier: GPL-3.0-or-later
// One JSON object as a line, member after member, into the caller's bytes. What comes out is valid
// JSON whatever a text holds, or nothing. Freestanding.
#ifndef FULLHOUSE_WORKLOADS_BARE_JSON_WRITE_H
#define FULLHOUSE_WORKLOADS_BARE_JSON_WRITE_H

#include <stddef.h>
#include <stdint.h>

#include "workloads/bare/text.h"

struct histogram;

enum { JSON_TEXT_MAX = 4096 }; // bytes of a text that a reader of the protocol takes

// Opens the object, its members, and closes it. Closing gives the length of the line, its newline
// included, or 0 when anything did not fit.
void json_open(struct text *line);
size_t json_close(struct text *line);

// A value beyond INT64_MAX is written as that: readers have signed integers.
void json_add_unsigned(struct text *line, const char *name, uint64_t value);
// As 16 hexadecimal digits.
void json_add_hex(struct text *line, const char *name, uint64_t value);
// NULL is "". Bytes that are no UTF-8 become question marks; what passes JSON_TEXT_MAX is left out.
void json_add_text(struct text *line, const char *name, const char *value);
// base64 of histogram_encode's bytes. Needs no room but its own in the line.
void json_add_histogram(struct text *line, const char *name, const struct histogram *histogram);

// A list of texts, entry by entry: "left" or, where right is not NULL, "left:right".
void json_open_list(struct text *line, const char *name);
void json_add_entry(struct text *line, const char *left, const char *right);
void json_close_list(struct text *line);

#endif
