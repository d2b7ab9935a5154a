// SPDX-License-Identifier: GPL-3.0-or-later
// Places of a file below "rules[0]", "rules[1]", ... turned into words, one rule at a time.
#include "planner/request/request_rules.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/model/config_places.h"
#include "planner/request/request_rule.h"

enum { SHOWN_MOST = 60 };

// The key of a place right below path, or NULL: no list, nothing further down.
static const char *key_below(const char *path, const struct config_place *place)
{
    size_t length = strlen(path);
    if (strncmp(place->path, path, length) != 0 || place->path[length] != '.')
        return NULL;
    const char *key = place->path + length + 1;
    return strpbrk(key, ".[") ? NULL : key;
}

static bool is_kind(const char *word)
{
    for (int kind = 0; kind < RULE_KINDS; kind++)
        if (strcmp(rule_kind_name((enum rule_kind)kind), word) == 0)
            return true;
    return false;
}

static int refuse_kind(struct request_rule *rule, const struct config_place *item)
{
    const char *kinds[RULE_KINDS];
    const char *word = item->value ? item->value : "";
    for (int kind = 0; kind < RULE_KINDS; kind++)
        kinds[kind] = rule_kind_name((enum rule_kind)kind);
    for (size_t i = 0; i < rule->places->count; i++) {
        const char *key = key_below(item->path, &rule->places->list[i]);
        if (key && !*word)
            word = key;
    }
    scope_free char *hint = nearest_hint(word, kinds, RULE_KINDS);
    err_input(rule->err, "'%.*s' is no kind of rule%s", SHOWN_MOST, word, hint);
    return request_rule_blame(rule, item);
}

// All keys right below path, from where its own place is on.
static int take_keys(struct request_rule *rule, const struct config_place *at)
{
    const struct config_place *end = rule->places->list + rule->places->count;
    size_t length = strlen(at->path);
    int r = 0;
    for (const struct config_place *place = at + 1;
         r == 0 && place < end && strncmp(place->path, at->path, length) == 0; place++) {
        const char *key = key_below(at->path, place);
        if (key && !is_kind(key))
            r = request_rule_take(rule, place, key);
    }
    return r;
}

// The place of the first kind right below path from a place on, or NULL.
static const struct config_place *find_kind(const struct request_rule *rule, const char *path,
                                            const struct config_place *from, const char **ret_kind)
{
    const struct config_place *end = rule->places->list + rule->places->count;
    size_t length = strlen(path);
    for (const struct config_place *place = from;
         place < end && strncmp(place->path, path, length) == 0; place++) {
        const char *key = key_below(path, place);
        if (key && is_kind(key)) {
            *ret_kind = key;
            return place;
        }
    }
    return NULL;
}

static bool has_below(const struct request_rule *rule, const struct config_place *place)
{
    const struct config_place *next = place + 1;
    const struct config_place *end = rule->places->list + rule->places->count;
    size_t length = strlen(place->path);
    return next < end && strncmp(next->path, place->path, length) == 0 && next->path[length] == '.';
}

static int take_kind(struct request_rule *rule, const struct config_place *item,
                     const struct config_place *kind)
{
    const char *second;
    const struct config_place *other = find_kind(rule, item->path, kind + 1, &second);
    if (other) {
        err_input(rule->err, "%s and %s in one rule; each is an item of its own, after a '-'",
                  rule->words.kind, second);
        return request_rule_blame(rule, other);
    }
    if (has_below(rule, kind))
        return take_keys(rule, kind);
    bool has_list = request_rule_item(rule, kind->path, 0) != NULL;
    return has_list || (kind->value && *kind->value) ? request_rule_take_short(rule, kind) : 0;
}

static int take_rule(struct request_rule *rule, const struct config_place *item)
{
    if (item->value && is_kind(item->value)) {
        rule->words.kind = item->value;
        return 0;
    }
    const struct config_place *kind = find_kind(rule, item->path, item + 1, &rule->words.kind);
    if (!kind)
        return refuse_kind(rule, item);
    int r = take_kind(rule, item, kind);
    return r < 0 ? r : take_keys(rule, item);
}

static int add_rule(struct rule_set *rules, struct request_rule *rule,
                    const struct config_place *item)
{
    int r = take_rule(rule, item);
    if (r < 0)
        return r;
    rule->where = alloc_printf("%s:%u", rule->name, item->line);
    rule->words.guests = (const char *const *)rule->guests;
    rule->words.hosts = (const char *const *)rule->hosts;
    rule->words.by = rule->by;
    rule->words.most = rule->most;
    rule->words.resource = rule->resource;
    rule->words.where = rule->where;
    return rule_set_add(rules, &rule->words, rule->err);
}

int request_rules_read(struct rule_set *rules, const char *name, const struct config_places *places,
                       struct err *err)
{
    const struct config_place *all = config_find(places, "rules"), *item;
    struct request_rule whole = {.name = name, .places = places, .err = err};
    int r = 0;
    if (!all)
        return 0;
    for (size_t i = 0; r == 0 && (item = request_rule_item(&whole, "rules", i)); i++) {
        struct request_rule rule = whole;
        r = add_rule(rules, &rule, item);
        request_rule_done(&rule);
    }
    if (r == 0 && (!request_rule_item(&whole, "rules", 0) &&
                   (has_below(&whole, all) || (all->value && *all->value))))
        return err_input(err, "%s:%u: rules: a list is wanted, as '- spread: web-*'", name,
                         all->line);
    return r;
}
