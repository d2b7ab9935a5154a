// SPDX-License-Identifier: GPL-3.0-or-later
// The few string functions that the bare guest needs. Knows no format but decimal and hexadecimal.
#include "workloads/bare/text.h"

void text_add_byte(struct text *text, char byte)
{
    if (text->is_cut || text->length == text->capacity)
        text->is_cut = true;
    else
        text->bytes[text->length++] = byte;
}

void text_add_bytes(struct text *text, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        text_add_byte(text, bytes[i]);
}

void text_add(struct text *text, const char *more)
{
    while (*more)
        text_add_byte(text, *more++);
}

void text_add_unsigned(struct text *text, uint64_t value)
{
    char digits[20];
    size_t first = sizeof digits;

    do {
        digits[--first] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    text_add_bytes(text, digits + first, sizeof digits - first);
}

void text_add_hex(struct text *text, uint64_t value, unsigned digits)
{
    while (digits-- > 0)
        text_add_byte(text, "0123456789abcdef"[value >> (digits * 4) & 15]);
}
