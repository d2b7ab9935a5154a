// SPDX-License-Identifier: GPL-3.0-or-later
// One JSON object in a line of known length, found sound as a whole before any of it is used. No
// copy, no heap, no reading beyond the line. Freestanding.
#ifndef FULLHOUSE_WORKLOADS_BARE_JSON_SCAN_H
#define FULLHOUSE_WORKLOADS_BARE_JSON_SCAN_H

#include <stddef.h>

#include "workloads/bare/json_value.h"

enum {
    JSON_MEMBERS_MAX = 32, // of the object itself; more are refused
    JSON_DEPTH_MAX = 8,    // of objects and lists within it; deeper ones are refused
};

struct json_member {
    struct json_value name;
    struct json_value value;
};

struct json_object { // borrows from the line
    size_t count;
    struct json_member members[JSON_MEMBERS_MAX];
};

struct json_problem {
    size_t position; // of the byte in the line, from 0
    const char *what;
};

// 0, or -EBADMSG and *ret_problem: anything but one object in RFC 8259's grammar with white space
// around it, a member said twice, U+0000 in a text, numbers beyond 64 bits or a double, or more
// than the bounds above. Members said twice are not looked for within nested objects. *object is
// undefined then.
int json_scan(const char *line, size_t length, struct json_object *object,
              struct json_problem *ret_problem);

// The member of that name (which needs no escape), or NULL.
const struct json_value *json_find(const struct json_object *object, const char *name);

#endif
