// SPDX-License-Identifier: GPL-3.0-or-later
// Text written into somebody else's bytes, never beyond them. Freestanding.
#ifndef FULLHOUSE_WORKLOADS_BARE_TEXT_H
#define FULLHOUSE_WORKLOADS_BARE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    char *bytes; // not terminated
    size_t capacity;
    size_t length;
    bool is_cut; // something did not fit, and is missing at the end
};

static inline struct text text_into(char *bytes, size_t capacity)
{
    return (struct text){.bytes = bytes, .capacity = capacity};
}

void text_add_byte(struct text *text, char byte);
void text_add_bytes(struct text *text, const char *bytes, size_t length);
void text_add(struct text *text, const char *more);
// In decimal.
void text_add_unsigned(struct text *text, uint64_t value);
// The lowest `digits` hexadecimal digits, leading zeros included.
void text_add_hex(struct text *text, uint64_t value, unsigned digits);

#endif
