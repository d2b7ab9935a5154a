// SPDX-License-Identifier: GPL-3.0-or-later
// Members to JSON. A comma is owed unless the object or list has just been opened, which the last
// byte tells: a text always ends in a quote.
#include "workloads/bare/json_write.h"

#include "common/stats/histogram_codec.h"
#include "common/wire/base64.h"
#include "workloads/bare/utf8.h"

static void add_comma(struct text *line)
{
    char last = line->length ? line->bytes[line->length - 1] : '{';

    if (last != '{' && last != '[')
        text_add_byte(line, ',');
}

static void add_name(struct text *line, const char *name)
{
    add_comma(line);
    text_add_byte(line, '"');
    text_add(line, name);
    text_add(line, "\":");
}

static void add_escaped(struct text *line, char byte)
{
    static const char letters[] = "btnvfr"; // from U+0008; there is none for U+000B

    if (byte == '"' || byte == '\\' || (byte >= '\b' && byte <= '\r' && byte != '\v')) {
        text_add_byte(line, '\\');
        text_add_byte(line, byte < ' ' ? letters[byte - '\b'] : byte);
    } else if (byte >= 0 && byte < ' ') {
        text_add(line, "\\u");
        text_add_hex(line, (uint64_t)byte, 4);
    } else {
        text_add_byte(line, byte);
    }
}

static size_t length_within(const char *value, size_t max)
{
    size_t length = 0;

    while (length < max && value[length])
        length++;
    return length;
}

// The inside of a text.
static void add_characters(struct text *line, const char *value)
{
    // Looks a character past the bound, so that one which lies across it is known and left out.
    size_t length = length_within(value, JSON_TEXT_MAX + UTF8_MAX);
    uint32_t point;

    for (size_t i = 0, step; i < length; i += step) {
        step = utf8_decode(value + i, length - i, &point);
        if (i + step > JSON_TEXT_MAX || i == JSON_TEXT_MAX)
            return;
        if (step > 1)
            text_add_bytes(line, value + i, step);
        else
            add_escaped(line, step ? value[i] : '?');
        step += !step;
    }
}

void json_open(struct text *line)
{
    text_add_byte(line, '{');
}

size_t json_close(struct text *line)
{
    text_add(line, "}\n");
    return line->is_cut ? 0 : line->length;
}

void json_add_unsigned(struct text *line, const char *name, uint64_t value)
{
    add_name(line, name);
    text_add_unsigned(line, value > INT64_MAX ? INT64_MAX : value);
}

void json_add_hex(struct text *line, const char *name, uint64_t value)
{
    add_name(line, name);
    text_add_byte(line, '"');
    text_add_hex(line, value, 16);
    text_add_byte(line, '"');
}

void json_add_text(struct text *line, const char *name, const char *value)
{
    add_name(line, name);
    text_add_byte(line, '"');
    add_characters(line, value ? value : "");
    text_add_byte(line, '"');
}

// Bytes that stand at the end of the room for their own base64, to base64 from its beginning. The
// text advances by 4 where the bytes advance by 3 and both end at the same place, so what is
// written never reaches what is still to be read.
static void encode_in_place(char *text, const uint8_t *bytes, size_t length)
{
    uint8_t group[3];

    while (length > 0) {
        size_t count = length < sizeof group ? length : sizeof group;

        for (size_t i = 0; i < count; i++)
            group[i] = bytes[i];
        base64_encode_into(group, count, text);
        text += 4;
        bytes += count;
        length -= count;
    }
}

static void add_histogram(struct text *line, const struct histogram *histogram)
{
    size_t length = histogram_encoded_size(histogram);
    size_t size = base64_encoded_size(length);
    char *text = line->bytes + line->length;
    uint8_t *bytes;

    if (line->is_cut || size > line->capacity - line->length) {
        line->is_cut = true;
        return;
    }
    bytes = (uint8_t *)text + size - length;
    histogram_encode(histogram, bytes, length);
    encode_in_place(text, bytes, length);
    line->length += size;
}

void json_add_histogram(struct text *line, const char *name, const struct histogram *histogram)
{
    add_name(line, name);
    text_add_byte(line, '"');
    add_histogram(line, histogram);
    text_add_byte(line, '"');
}

void json_open_list(struct text *line, const char *name)
{
    add_name(line, name);
    text_add_byte(line, '[');
}

void json_add_entry(struct text *line, const char *left, const char *right)
{
    add_comma(line);
    text_add_byte(line, '"');
    add_characters(line, left);
    if (right) {
        text_add_byte(line, ':');
        add_characters(line, right);
    }
    text_add_byte(line, '"');
}

void json_close_list(struct text *line)
{
    text_add_byte(line, ']');
}
