// SPDX-License-Identifier: GPL-3.0-or-later
// Walks the structure: objects, lists, words. Texts and numbers are stepped over by their own
// grammar.
#include "workloads/bare/json_scan.h"

#include <errno.h>

#include "workloads/bare/json_step.h"

struct scan {
    const char *at;
    const char *end;
    const char *what; // is wrong at `at`
};

static bool refuse(struct scan *scan, const char *what)
{
    scan->what = what;
    return false;
}

static void skip_space(struct scan *scan)
{
    while (scan->at < scan->end &&
           (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\n' || *scan->at == '\r'))
        scan->at++;
}

// Steps over this byte when it comes next.
static bool take(struct scan *scan, char byte)
{
    skip_space(scan);
    if (scan->at == scan->end || *scan->at != byte)
        return false;
    scan->at++;
    return true;
}

static bool scan_text(struct scan *scan, struct json_value *ret_value)
{
    const char *start;
    uint32_t point;

    if (!take(scan, '"'))
        return refuse(scan, "a text in quotes expected");
    for (start = scan->at; scan->at < scan->end && *scan->at != '"';) {
        const char *what = json_step_character(&scan->at, scan->end, &point);

        if (what)
            return refuse(scan, what);
    }
    if (scan->at == scan->end)
        return refuse(scan, "a text without an end");
    *ret_value = (struct json_value){JSON_TEXT, start, (size_t)(scan->at - start)};
    scan->at++;
    return true;
}

static bool scan_number(struct scan *scan, struct json_value *ret_value)
{
    const char *start = scan->at;
    enum json_kind kind = JSON_WHOLE;
    const char *what = json_step_number(&scan->at, scan->end, &kind);

    if (what)
        return refuse(scan, what);
    *ret_value = (struct json_value){kind, start, (size_t)(scan->at - start)};
    return true;
}

static bool scan_word(struct scan *scan)
{
    static const char *const words[] = {"true", "false", "null"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const char *at = scan->at, *word = words[i];

        while (*word && at < scan->end && *at == *word) {
            at++;
            word++;
        }
        if (!*word) {
            scan->at = at;
            return true;
        }
    }
    return refuse(scan, "a value expected");
}

static bool scan_name(struct scan *scan, struct json_value *ret_name)
{
    if (!scan_text(scan, ret_name))
        return false;
    return take(scan, ':') || refuse(scan, "a colon expected");
}

static bool scan_nested(struct scan *scan, unsigned depth);

static bool scan_value(struct scan *scan, unsigned depth, struct json_value *ret_value)
{
    const char *start;
    char first;

    skip_space(scan);
    start = scan->at;
    first = '\0';
    if (start < scan->end)
        first = *start;
    if (first == '"')
        return scan_text(scan, ret_value);
    if (first == '-' || (first >= '0' && first <= '9'))
        return scan_number(scan, ret_value);
    if (first == '{' || first == '[' ? !scan_nested(scan, depth + 1) : !scan_word(scan))
        return false;
    *ret_value = (struct json_value){JSON_OTHER, start, (size_t)(scan->at - start)};
    return true;
}

// An object or a list within the object. Calls itself no deeper than JSON_DEPTH_MAX.
static bool scan_nested(struct scan *scan, unsigned depth)
{
    bool is_object = *scan->at == '{';
    char close = is_object ? '}' : ']';
    struct json_value ignored;

    if (depth > JSON_DEPTH_MAX)
        return refuse(scan, "objects and lists more than 8 deep");
    scan->at++;
    if (take(scan, close))
        return true;
    do {
        if ((is_object && !scan_name(scan, &ignored)) || !scan_value(scan, depth, &ignored))
            return false;
    } while (take(scan, ','));
    return take(scan, close) || refuse(scan, "a comma or an end expected");
}

static const struct json_value *find(const struct json_object *object,
                                     const struct json_value *name)
{
    for (size_t i = 0; i < object->count; i++)
        if (json_value_same_text(&object->members[i].name, name))
            return &object->members[i].value;
    return NULL;
}

static bool scan_member(struct scan *scan, struct json_object *object)
{
    struct json_member *member = &object->members[object->count];

    if (object->count == JSON_MEMBERS_MAX)
        return refuse(scan, "more than 32 members");
    if (!scan_name(scan, &member->name))
        return false;
    if (find(object, &member->name))
        return refuse(scan, "a member said twice");
    if (!scan_value(scan, 0, &member->value))
        return false;
    object->count++;
    return true;
}

static bool scan_object(struct scan *scan, struct json_object *object)
{
    object->count = 0;
    if (!take(scan, '{'))
        return refuse(scan, "an object expected");
    if (take(scan, '}'))
        return true;
    do {
        if (!scan_member(scan, object))
            return false;
    } while (take(scan, ','));
    return take(scan, '}') || refuse(scan, "a comma or an end expected");
}

int json_scan(const char *line, size_t length, struct json_object *object,
              struct json_problem *ret_problem)
{
    struct scan scan = {.at = line, .end = line + length};

    if (scan_object(&scan, object)) {
        skip_space(&scan);
        if (scan.at == scan.end)
            return 0;
        refuse(&scan, "more after the object's end");
    }
    *ret_problem = (struct json_problem){(size_t)(scan.at - line), scan.what};
    return -EBADMSG;
}

const struct json_value *json_find(const struct json_object *object, const char *name)
{
    struct json_value text = {.kind = JSON_TEXT, .bytes = name};

    while (name[text.length])
        text.length++;
    return find(object, &text);
}
