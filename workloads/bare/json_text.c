// SPDX-License-Identifier: GPL-3.0-or-later
// What stands between quotes: escapes, UTF-8, and hexadecimal numbers. Knows no structure.
#include <errno.h>

#include "workloads/bare/json_step.h"
#include "workloads/bare/utf8.h"

static const char lone_surrogate[] = "half of a character beyond \\uffff";

static int hex_digit(char character)
{
    if (character >= '0' && character <= '9')
        return character - '0';
    if (character >= 'a' && character <= 'f')
        return character - 'a' + 10;
    return character >= 'A' && character <= 'F' ? character - 'A' + 10 : -1;
}

// The four digits of a \u.
static const char *take_unit(const char **at, const char *end, uint32_t *ret_unit)
{
    uint32_t unit = 0;

    for (int i = 0; i < 4; i++) {
        int digit = *at < end ? hex_digit(**at) : -1;

        if (digit < 0)
            return "\\u without four digits";
        unit = unit << 4 | (uint32_t)digit;
        ++*at;
    }
    *ret_unit = unit;
    return NULL;
}

// What follows a \u: one unit, or two that make a pair of surrogates.
static const char *take_unicode(const char **at, const char *end, uint32_t *ret_point)
{
    uint32_t high = 0, low = 0;
    const char *what = take_unit(at, end, &high);

    if (what)
        return what;
    if (high == 0)
        return "\\u0000 in a text";
    if (high < 0xd800 || high > 0xdfff) {
        *ret_point = high;
        return NULL;
    }
    if (high > 0xdbff || end - *at < 2 || (*at)[0] != '\\' || (*at)[1] != 'u')
        return lone_surrogate;
    *at += 2;
    what = take_unit(at, end, &low);
    if (what)
        return what;
    if (low < 0xdc00 || low > 0xdfff)
        return lone_surrogate;
    *ret_point = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
    return NULL;
}

static const char *take_escape(const char **at, const char *end, uint32_t *ret_point)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    char letter;

    if (*at == end)
        return "a text without an end";
    letter = *(*at)++;
    if (letter == 'u')
        return take_unicode(at, end, ret_point);
    for (int i = 0; letters[i]; i++) {
        if (letter == letters[i]) {
            *ret_point = (uint8_t)meanings[i];
            return NULL;
        }
    }
    return "an escape of no meaning";
}

const char *json_step_character(const char **at, const char *end, uint32_t *ret_point)
{
    size_t length;

    if (**at == '\\') {
        ++*at;
        return take_escape(at, end, ret_point);
    }
    if ((uint8_t) * *at < ' ')
        return "a control character in a text";
    length = utf8_decode(*at, (size_t)(end - *at), ret_point);
    *at += length;
    return length ? NULL : "bytes that are no UTF-8";
}

int json_value_text(const struct json_value *value, char *text, size_t size)
{
    const char *at = value->bytes, *end = at + value->length;
    size_t length = 0;
    int rc = value->kind == JSON_TEXT ? 0 : -EINVAL;

    while (rc == 0 && at < end) {
        char bytes[UTF8_MAX];
        uint32_t point = 0;
        size_t more;

        json_step_character(&at, end, &point);
        more = utf8_encode(point, bytes);
        if (more >= size - length)
            rc = -EMSGSIZE;
        for (size_t i = 0; rc == 0 && i < more; i++)
            text[length++] = bytes[i];
    }
    text[length] = '\0';
    return rc;
}

bool json_value_same_text(const struct json_value *left, const struct json_value *right)
{
    const char *a = left->bytes, *b = right->bytes;
    const char *a_end = a + left->length, *b_end = b + right->length;

    while (a < a_end && b < b_end) {
        uint32_t a_point = 0, b_point = 0;

        json_step_character(&a, a_end, &a_point);
        json_step_character(&b, b_end, &b_point);
        if (a_point != b_point)
            return false;
    }
    return a == a_end && b == b_end;
}

int json_value_hex(const struct json_value *value, uint64_t *ret_number)
{
    char text[17];
    uint64_t number = 0;

    if (json_value_text(value, text, sizeof text) < 0)
        return -EINVAL;
    for (int i = 0; i < 16; i++) {
        int digit = text[i] >= 'A' && text[i] <= 'F' ? -1 : hex_digit(text[i]);

        if (digit < 0)
            return -EINVAL;
        number = number << 4 | (uint32_t)digit;
    }
    *ret_number = number;
    return 0;
}
