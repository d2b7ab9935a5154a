// SPDX-License-Identifier: GPL-3.0-or-later
// Walks a pointer down a document. jansson's values are the documents.
#include "common/wire/json_number.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/wire/member.h"

enum { PLACES_MAX = 64 }; // lines at which a document is tried to begin

static json_t *load(const char *text, size_t length, json_error_t *problem)
{
    // Numbers beyond 64 bits are still numbers.
    return json_loadb(text, length, JSON_DISABLE_EOF_CHECK | JSON_DECODE_INT_AS_REAL, problem);
}

// The first line at or after `from` that may begin a document, or NULL.
static const char *next_place(const char *from, const char *end)
{
    while (from < end && *from != '{' && *from != '[') {
        const char *newline = memchr(from, '\n', (size_t)(end - from));

        from = newline ? newline + 1 : end;
    }
    return from < end ? from : NULL;
}

int json_document_read(const char *text, size_t length, struct json_document **ret_document,
                       struct err *err)
{
    const char *end = text + length;
    const char *place = next_place(text, end);
    json_error_t problem = {.text = "it has no line that begins with '{' or '['"};
    json_t *document = NULL;

    for (int i = 0; place && !document && i < PLACES_MAX; i++) {
        json_error_t later;

        // What is wrong at the first place says most.
        document = load(place, (size_t)(end - place), i == 0 ? &problem : &later);
        if (!document) {
            const char *newline = memchr(place, '\n', (size_t)(end - place));

            place = newline ? next_place(newline + 1, end) : NULL;
        }
    }
    if (!document)
        return member_bad(err, "no JSON: %s", problem.text);
    *ret_document = (struct json_document *)document;
    return 0;
}

void json_document_free(struct json_document *document)
{
    json_decref((json_t *)document);
}

// One reference token with ~1 and ~0 made '/' and '~' (RFC 6901, 4), a new string.
static char *unescape(const char *token, size_t length)
{
    char *name = alloc_zeroed(length + 1, 1);
    size_t used = 0;

    for (size_t i = 0; i < length; i++) {
        char character = token[i];

        if (character == '~' && i + 1 < length)
            character = token[++i] == '1' ? '/' : '~';
        name[used++] = character;
    }
    return name;
}

// "0", "12", not "01", "-1" or "". SIZE_MAX for none.
static size_t index_of(const char *name)
{
    size_t length = strlen(name);

    if (length == 0 || length > 9 || strspn(name, "0123456789") != length)
        return SIZE_MAX;
    return length > 1 && name[0] == '0' ? SIZE_MAX : (size_t)strtoul(name, NULL, 10);
}

static const json_t *step_down(const json_t *value, const char *token, size_t length)
{
    scope_free char *name = unescape(token, length);

    if (json_is_object(value))
        return json_object_get(value, name);
    return json_is_array(value) ? json_array_get(value, index_of(name)) : NULL;
}

static const json_t *walk(const json_t *value, const char *pointer, struct err *err)
{
    const char *at = pointer;

    while (*at) {
        size_t length = strcspn(at + 1, "/");

        value = step_down(value, at + 1, length);
        at += 1 + length;
        if (!value) {
            member_bad(err, "the JSON has nothing at '%.*s'", (int)(at - pointer), pointer);
            return NULL;
        }
    }
    return value;
}

static int number_of_text(const char *text, double *ret_number)
{
    char *end;
    double number = strtod(text, &end);

    if (end == text || *end || !isfinite(number))
        return -EBADMSG;
    *ret_number = number;
    return 0;
}

int json_document_number(const struct json_document *document, const char *pointer,
                         double *ret_number, struct err *err)
{
    const json_t *value = walk((const json_t *)document, pointer, err);

    if (!value)
        return -EBADMSG;
    if (json_is_number(value)) {
        *ret_number = json_number_value(value);
        return 0;
    }
    if (json_is_string(value) && number_of_text(json_string_value(value), ret_number) == 0)
        return 0;
    return member_bad(err, "what the JSON has at '%s' is no number", pointer);
}
