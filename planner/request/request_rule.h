// SPDX-License-Identifier: GPL-3.0-or-later
// The words of one rule, gathered from places of a file. Private to the planner.
#ifndef FULLHOUSE_PLANNER_REQUEST_REQUEST_RULE_H
#define FULLHOUSE_PLANNER_REQUEST_REQUEST_RULE_H

#include <stddef.h>

#include "planner/rules/rule.h"

struct config_place;
struct config_places;
struct err;

// One rule while it is read.
struct request_rule {
    const char *name;
    const struct config_places *places;
    struct rule_words words;
    char **guests, **hosts; // [sets]
    char *by, *most, *resource;
    char *where;
    struct err *err;
};

void request_rule_done(struct request_rule *rule);

// Puts "name:line" of the place before the error. -EINVAL.
int request_rule_blame(const struct request_rule *rule, const struct config_place *place);
// The item of a list at the path, or NULL.
const struct config_place *request_rule_item(const struct request_rule *rule, const char *path,
                                             size_t index);
// "guests", "by", ...: what stands at the place. 0 or -EINVAL with file and line, as the next.
int request_rule_take(struct request_rule *rule, const struct config_place *place, const char *key);
// What a value right behind the kind is: "spread: web-*", "maintenance: rack", "failover: 1".
int request_rule_take_short(struct request_rule *rule, const struct config_place *place);

#endif
