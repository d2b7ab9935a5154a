// SPDX-License-Identifier: GPL-3.0-or-later
// Decoding after RFC 3629 (shortest form, no surrogates, up to U+10FFFF). Widths are the ranges
// that matter in labels and host names, not the whole of Unicode's tables.
#include "reports/utf8.h"

#include <stdbool.h>
#include <stdlib.h>

#include "common/base/strbuf.h"

struct range {
    uint32_t first;
    uint32_t last;
};

static bool within(uint32_t character, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (character >= ranges[i].first && character <= ranges[i].last)
            return true;
    return false;
}

#define WITHIN(character, ranges) within(character, ranges, sizeof(ranges) / sizeof((ranges)[0]))

// Controls, direction overrides and isolates, invisible joiners that hide text, non-characters.
static const struct range unfit[] = {
    {0x00, 0x08},     {0x0b, 0x1f},     {0x7f, 0x9f},     {0x200b, 0x200f}, {0x2028, 0x202e},
    {0x2060, 0x206f}, {0xfdd0, 0xfdef}, {0xfeff, 0xfeff}, {0xfff0, 0xfffb}, {0xfffe, 0xffff},
};
static const struct range combining[] = {
    {0x0300, 0x036f}, {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff},
    {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f},
};
static const struct range wide[] = {
    {0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0x33ff},   {0x3400, 0x4dbf},
    {0x4e00, 0x9fff},   {0xa000, 0xa4cf},   {0xac00, 0xd7a3},   {0xf900, 0xfaff},
    {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},   {0x1f300, 0x1f64f},
    {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
};

// Bytes of the sequence that starts with this byte, 0 when none may.
static size_t sequence_length(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead <= 0xdf)
        return 2;
    if (lead >= 0xe0 && lead <= 0xef)
        return 3;
    if (lead >= 0xf0 && lead <= 0xf4)
        return 4;
    return 0;
}

// One decoded character, or the replacement for one bad byte.
static uint32_t decode(const unsigned char *bytes, size_t *ret_length)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length = sequence_length(bytes[0]);
    *ret_length = 1;
    if (length == 0)
        return UTF8_REPLACEMENT;
    uint32_t character = length == 1 ? bytes[0] : bytes[0] & (0x7fU >> length);
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return UTF8_REPLACEMENT;
        character = character << 6 | (bytes[i] & 0x3f);
    }
    if (character < smallest[length] || character > 0x10ffff ||
        (character >= 0xd800 && character <= 0xdfff))
        return UTF8_REPLACEMENT;
    *ret_length = length;
    return character;
}

uint32_t utf8_next(const char **cursor)
{
    while (**cursor == '\r')
        (*cursor)++;
    if (**cursor == '\0')
        return 0;
    size_t length;
    uint32_t character = decode((const unsigned char *)*cursor, &length);
    *cursor += length;
    return WITHIN(character, unfit) ? UTF8_REPLACEMENT : character;
}

void utf8_add(struct strbuf *out, uint32_t character)
{
    char bytes[4];
    size_t length = 0;
    if (character < 0x80) {
        bytes[length++] = (char)character;
    } else if (character < 0x800) {
        bytes[length++] = (char)(0xc0 | character >> 6);
        bytes[length++] = (char)(0x80 | (character & 0x3f));
    } else if (character < 0x10000) {
        bytes[length++] = (char)(0xe0 | character >> 12);
        bytes[length++] = (char)(0x80 | (character >> 6 & 0x3f));
        bytes[length++] = (char)(0x80 | (character & 0x3f));
    } else {
        bytes[length++] = (char)(0xf0 | character >> 18);
        bytes[length++] = (char)(0x80 | (character >> 12 & 0x3f));
        bytes[length++] = (char)(0x80 | (character >> 6 & 0x3f));
        bytes[length++] = (char)(0x80 | (character & 0x3f));
    }
    strbuf_add_bytes(out, bytes, length);
}

static size_t columns_of(uint32_t character)
{
    return WITHIN(character, combining) ? 0 : WITHIN(character, wide) ? 2 : 1;
}

size_t utf8_width(const char *text)
{
    size_t columns = 0;
    for (uint32_t character; (character = utf8_next(&text));)
        columns += columns_of(character);
    return columns;
}

char *utf8_line(const char *text)
{
    struct strbuf line = {0};
    for (uint32_t character; (character = utf8_next(&text));)
        utf8_add(&line, character == '\n' || character == '\t' ? ' ' : character);
    return strbuf_take(&line);
}

char *utf8_cut(const char *text, size_t columns)
{
    char *line = utf8_line(text);
    if (utf8_width(line) <= columns)
        return line;
    struct strbuf cut = {0};
    const char *cursor = line;
    size_t used = 1; // the ellipsis
    for (uint32_t character; (character = utf8_next(&cursor));) {
        used += columns_of(character);
        if (used > columns)
            break;
        utf8_add(&cut, character);
    }
    strbuf_add(&cut, "…");
    free(line);
    return strbuf_take(&cut);
}
