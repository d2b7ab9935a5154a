// SPDX-License-Identifier: GPL-3.0-or-later
// What arrives is somebody else's: each member's presence, type and range is checked before it
// becomes a number or a text of ours. Knows no message.
#include "common/wire/member.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/stats/histogram.h"
#include "common/stats/histogram_codec.h"
#include "common/wire/base64.h"

int member_bad(struct err *err, const char *format, ...)
{
    scope_free char *text = NULL;
    va_list args;

    va_start(args, format);
    if (vasprintf(&text, format, args) < 0)
        text = NULL;
    va_end(args);
    err_input(err, "%s", text ? text : format);
    return -EBADMSG;
}

static const json_t *find(const json_t *object, const char *name, struct err *err)
{
    const json_t *value = json_object_get(object, name);

    if (!value)
        member_bad(err, "%s is missing", name);
    return value;
}

int member_read_u64(const json_t *object, const char *name, uint64_t min, uint64_t max,
                    uint64_t *ret_value, struct err *err)
{
    const json_t *value = find(object, name, err);
    json_int_t integer;

    if (!value)
        return -EBADMSG;
    if (!json_is_integer(value))
        return member_bad(err, "%s is no whole number", name);
    integer = json_integer_value(value);
    if (integer < 0 || (uint64_t)integer < min || (uint64_t)integer > max)
        return member_bad(err, "%s is %lld, not in %" PRIu64 "..%" PRIu64, name, (long long)integer,
                          min, max);
    *ret_value = (uint64_t)integer;
    return 0;
}

int member_read_u32(const json_t *object, const char *name, uint32_t min, uint32_t max,
                    uint32_t *ret_value, struct err *err)
{
    uint64_t value;
    int rc = member_read_u64(object, name, min, max, &value, err);

    if (rc == 0)
        *ret_value = (uint32_t)value;
    return rc;
}

int member_read_hex(const json_t *object, const char *name, uint64_t *ret_value, struct err *err)
{
    const json_t *value = find(object, name, err);
    const char *text;

    if (!value)
        return -EBADMSG;
    text = json_string_value(value);
    if (!text || strlen(text) != 16 || strspn(text, "0123456789abcdef") != 16)
        return member_bad(err, "%s is no text of 16 hexadecimal digits", name);
    *ret_value = strtoull(text, NULL, 16);
    return 0;
}

int member_read_real(const json_t *object, const char *name, double min, double max,
                     double *ret_value, struct err *err)
{
    const json_t *value = find(object, name, err);
    double number;

    if (!value)
        return -EBADMSG;
    if (!json_is_number(value))
        return member_bad(err, "%s is no number", name);
    number = json_number_value(value);
    if (!isfinite(number) || number < min || number > max)
        return member_bad(err, "%s is %g, not in %g..%g", name, number, min, max);
    *ret_value = number;
    return 0;
}

static int text_of(const json_t *value, const char *name, char **ret_text, struct err *err)
{
    const char *text = json_string_value(value);
    char *copy;

    if (!text)
        return member_bad(err, "%s is no text", name);
    if (json_string_length(value) > MEMBER_TEXT_MAX)
        return member_bad(err, "%s has more than %d bytes", name, MEMBER_TEXT_MAX);
    copy = alloc_copy(text);
    for (char *c = copy; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            *c = ' ';
    *ret_text = copy;
    return 0;
}

int member_read_text(const json_t *object, const char *name, char **ret_text, struct err *err)
{
    const json_t *value = find(object, name, err);

    return value ? text_of(value, name, ret_text, err) : -EBADMSG;
}

static void texts_free(char **texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(texts[i]);
    free(texts);
}

int member_read_texts(const json_t *object, const char *name, char ***ret_texts, size_t *ret_count,
                      struct err *err)
{
    const json_t *list = find(object, name, err);
    size_t count;
    char **texts;

    if (!list)
        return -EBADMSG;
    if (!json_is_array(list))
        return member_bad(err, "%s is no list", name);
    count = json_array_size(list);
    if (count > MEMBER_LIST_MAX)
        return member_bad(err, "%s has more than %d entries", name, MEMBER_LIST_MAX);
    texts = alloc_zeroed(count + 1, sizeof *texts);
    for (size_t i = 0; i < count; i++) {
        if (text_of(json_array_get(list, i), name, &texts[i], err) < 0) {
            texts_free(texts, i);
            return -EBADMSG;
        }
    }
    *ret_texts = texts;
    *ret_count = count;
    return 0;
}

int member_read_histogram(const json_t *object, const char *name, struct histogram **ret_histogram,
                          struct err *err)
{
    const json_t *value = find(object, name, err);
    scope_free struct histogram *histogram = alloc_zeroed(1, sizeof *histogram);
    scope_free uint8_t *bytes = NULL;
    size_t length;

    if (!value)
        return -EBADMSG;
    if (!json_is_string(value))
        return member_bad(err, "%s is no text", name);
    length = json_string_length(value);
    bytes = alloc_zeroed(base64_decoded_size(length) + 1, 1);
    if (base64_decode(json_string_value(value), length, bytes, &length) < 0)
        return member_bad(err, "%s is no base64", name);
    if (histogram_decode(histogram, bytes, length) < 0)
        return member_bad(err, "%s holds no histogram", name);
    *ret_histogram = scope_take(histogram);
    return 0;
}
