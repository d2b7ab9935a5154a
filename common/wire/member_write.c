// SPDX-License-Identifier: GPL-3.0-or-later
// Members of ours as JSON. What we say is always valid JSON, whatever bytes a text holds.
#include "common/wire/member.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/stats/histogram_codec.h"
#include "common/wire/base64.h"

void member_write_u64(json_t *object, const char *name, uint64_t value)
{
    if (value > MEMBER_INTEGER_MAX)
        value = MEMBER_INTEGER_MAX;
    json_object_set_new(object, name, json_integer((json_int_t)value));
}

void member_write_hex(json_t *object, const char *name, uint64_t value)
{
    scope_free char *text = alloc_printf("%016" PRIx64, value);

    json_object_set_new(object, name, json_string(text));
}

// A cut in the middle of a character leaves invalid UTF-8, which the question marks mend too.
static json_t *text_new(const char *text)
{
    scope_free char *copy = strndup(text ? text : "", MEMBER_TEXT_MAX);
    json_t *value;

    if (!copy)
        return NULL;
    value = json_string(copy);
    if (value)
        return value;
    for (char *c = copy; *c; c++)
        if ((unsigned char)*c >= 0x80)
            *c = '?';
    return json_string(copy);
}

void member_write_text(json_t *object, const char *name, const char *text)
{
    json_object_set_new(object, name, text_new(text));
}

void member_write_texts(json_t *object, const char *name, char *const *texts, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, text_new(texts[i]));
    json_object_set_new(object, name, list);
}

void member_write_histogram(json_t *object, const char *name, const struct histogram *histogram)
{
    size_t capacity = histogram_encoded_size(histogram);
    scope_free uint8_t *bytes = alloc_zeroed(capacity, 1);
    size_t length = histogram_encode(histogram, bytes, capacity);
    scope_free char *text = base64_encode(bytes, length);

    json_object_set_new(object, name, json_string(text));
}
