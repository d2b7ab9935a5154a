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
#include "common/base/strbuf.h"
#include "common/model/config_places.h"
#include "planner/rules/rule.h"
#include "planner/value/key_value.h"

enum { SHOWN_MOST = 60 };

// One rule while it is read.
struct reading {
    const char *name;
    const struct config_places *places;
    struct rule_words words;
    char **guests, **hosts; // [sets]
    char *by, *most, *resource;
    char *where;
    struct err *err;
};

static void sets_free(char **sets, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(sets[i]);
    free(sets);
}

static void reading_done(struct reading *reading)
{
    sets_free(reading->guests, reading->words.guest_sets);
    sets_free(reading->hosts, reading->words.host_sets);
    free(reading->by);
    free(reading->most);
    free(reading->resource);
    free(reading->where);
}

static int blame(const struct reading *reading, const struct config_place *place)
{
    return err_prefix(reading->err, "%s:%u", reading->name, place->line);
}

// --- values -------------------------------------------------------------------------------------

static const struct config_place *find_item(const struct reading *reading, const char *path,
                                            size_t index)
{
    scope_free char *item = alloc_printf("%s[%zu]", path, index);
    return config_find(reading->places, item);
}

// A value, or the items of a list with commas between.
static char *text_at(const struct reading *reading, const struct config_place *place)
{
    scope_strbuf struct strbuf text = {0};
    const struct config_place *item;
    if (place->value)
        return alloc_copy(place->value);
    for (size_t i = 0; (item = find_item(reading, place->path, i)); i++)
        strbuf_printf(&text, "%s%s", i ? ", " : "", item->value ? item->value : "");
    return strbuf_take(&text);
}

static void add_set(char ***sets, size_t *count, char *taken)
{
    *sets = alloc_resized(*sets, *count + 1, sizeof **sets);
    (*sets)[(*count)++] = taken;
}

// Of kinds that have several sets each item of a list is one; else all of it is.
static int take_sets(struct reading *reading, const struct config_place *place, bool has_several,
                     char ***sets, size_t *count)
{
    const struct config_place *item;
    size_t before = *count;
    for (size_t i = 0; has_several && (item = find_item(reading, place->path, i)); i++)
        add_set(sets, count, text_at(reading, item));
    if (*count == before)
        add_set(sets, count, text_at(reading, place));
    for (size_t i = before; i < *count; i++)
        if (!*(*sets)[i]) {
            err_input(reading->err, "%s: nothing is said", place->path);
            return blame(reading, place);
        }
    return 0;
}

static int take_guests(struct reading *reading, const struct config_place *place)
{
    bool has_several = strcmp(reading->words.kind, rule_kind_name(RULE_SPLIT)) == 0;
    return take_sets(reading, place, has_several, &reading->guests, &reading->words.guest_sets);
}

static int take_hosts(struct reading *reading, const struct config_place *place)
{
    bool has_several = strcmp(reading->words.kind, rule_kind_name(RULE_AMONG)) == 0;
    return take_sets(reading, place, has_several, &reading->hosts, &reading->words.host_sets);
}

static int take_text(struct reading *reading, const struct config_place *place, char **field)
{
    if (*field)
        err_input(reading->err, "%s: this is said twice", place->path);
    else if (!place->value)
        err_input(reading->err, "%s: a single value is wanted", place->path);
    else if (key_value_text(field, place->value, reading->err) < 0)
        err_prefix(reading->err, "%s", place->path);
    else
        return 0;
    return blame(reading, place);
}

static int take_by(struct reading *reading, const struct config_place *place)
{
    return take_text(reading, place, &reading->by);
}

static int take_most(struct reading *reading, const struct config_place *place)
{
    return take_text(reading, place, &reading->most);
}

static int take_resource(struct reading *reading, const struct config_place *place)
{
    return take_text(reading, place, &reading->resource);
}

static int take_continuous(struct reading *reading, const struct config_place *place)
{
    const char *text = place->value ? place->value : "";
    if (key_value_yes(&reading->words.is_continuous, text, reading->err) == 0)
        return 0;
    err_prefix(reading->err, "%s", place->path);
    return blame(reading, place);
}

// --- keys ---------------------------------------------------------------------------------------

typedef int take_fn(struct reading *reading, const struct config_place *place);

static const struct rule_key {
    const char *key;
    take_fn *take;
} rule_keys[] = {
    {"guests", take_guests}, {"hosts", take_hosts},       {"by", take_by},
    {"most", take_most},     {"resource", take_resource}, {"continuous", take_continuous},
};
enum { RULE_KEY_COUNT = sizeof rule_keys / sizeof *rule_keys };

static int refuse_key(struct reading *reading, const struct config_place *place, const char *key)
{
    const char *names[RULE_KEY_COUNT];
    for (size_t i = 0; i < RULE_KEY_COUNT; i++)
        names[i] = rule_keys[i].key;
    scope_free char *hint = nearest_hint(key, names, RULE_KEY_COUNT);
    err_input(reading->err, "%s: no key '%.*s'%s", reading->words.kind, SHOWN_MOST, key, hint);
    return blame(reading, place);
}

static int take_key(struct reading *reading, const struct config_place *place, const char *key)
{
    for (size_t i = 0; i < RULE_KEY_COUNT; i++)
        if (strcmp(rule_keys[i].key, key) == 0)
            return rule_keys[i].take(reading, place);
    return refuse_key(reading, place, key);
}

// "10% of memory": so much, and of what.
static int take_reserve(struct reading *reading, const struct config_place *place)
{
    static const char of[] = " of ";
    const char *at = place->value ? strstr(place->value, of) : NULL;
    if (!at)
        return take_most(reading, place);
    reading->most = alloc_printf("%.*s", (int)(at - place->value), place->value);
    reading->resource = alloc_copy(at + sizeof of - 1);
    return 0;
}

// What a value right behind the kind is: "spread: web-*", "maintenance: rack", "failover: 1".
static int take_short(struct reading *reading, const struct config_place *place)
{
    const char *kind = reading->words.kind;
    if (strcmp(kind, rule_kind_name(RULE_MAINTENANCE)) == 0)
        return take_by(reading, place);
    if (strcmp(kind, rule_kind_name(RULE_RESERVE)) == 0)
        return take_reserve(reading, place);
    if (strcmp(kind, rule_kind_name(RULE_FAILOVER)) == 0 ||
        strcmp(kind, rule_kind_name(RULE_GUESTS_MOST)) == 0)
        return take_most(reading, place);
    return take_guests(reading, place);
}

// --- rules --------------------------------------------------------------------------------------

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

static int refuse_kind(struct reading *reading, const struct config_place *item)
{
    const char *kinds[RULE_KINDS];
    const char *word = item->value ? item->value : "";
    for (int kind = 0; kind < RULE_KINDS; kind++)
        kinds[kind] = rule_kind_name((enum rule_kind)kind);
    for (size_t i = 0; i < reading->places->count; i++) {
        const char *key = key_below(item->path, &reading->places->list[i]);
        if (key && !*word)
            word = key;
    }
    scope_free char *hint = nearest_hint(word, kinds, RULE_KINDS);
    err_input(reading->err, "'%.*s' is no kind of rule%s", SHOWN_MOST, word, hint);
    return blame(reading, item);
}

// All keys right below path, from where its own place is on.
static int take_keys(struct reading *reading, const struct config_place *at)
{
    const struct config_place *end = reading->places->list + reading->places->count;
    size_t length = strlen(at->path);
    int r = 0;
    for (const struct config_place *place = at + 1;
         r == 0 && place < end && strncmp(place->path, at->path, length) == 0; place++) {
        const char *key = key_below(at->path, place);
        if (key && !is_kind(key))
            r = take_key(reading, place, key);
    }
    return r;
}

// The place of the first kind right below path from a place on, or NULL.
static const struct config_place *find_kind(const struct reading *reading, const char *path,
                                            const struct config_place *from, const char **ret_kind)
{
    const struct config_place *end = reading->places->list + reading->places->count;
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

static bool has_below(const struct reading *reading, const struct config_place *place)
{
    const struct config_place *next = place + 1;
    const struct config_place *end = reading->places->list + reading->places->count;
    size_t length = strlen(place->path);
    return next < end && strncmp(next->path, place->path, length) == 0 && next->path[length] == '.';
}

static int take_kind(struct reading *reading, const struct config_place *item,
                     const struct config_place *kind)
{
    const char *second;
    const struct config_place *other = find_kind(reading, item->path, kind + 1, &second);
    if (other) {
        err_input(reading->err, "%s and %s in one rule; each is an item of its own, after a '-'",
                  reading->words.kind, second);
        return blame(reading, other);
    }
    if (has_below(reading, kind))
        return take_keys(reading, kind);
    bool has_list = find_item(reading, kind->path, 0) != NULL;
    return has_list || (kind->value && *kind->value) ? take_short(reading, kind) : 0;
}

static int take_rule(struct reading *reading, const struct config_place *item)
{
    if (item->value && is_kind(item->value)) {
        reading->words.kind = item->value;
        return 0;
    }
    const struct config_place *kind =
        find_kind(reading, item->path, item + 1, &reading->words.kind);
    if (!kind)
        return refuse_kind(reading, item);
    int r = take_kind(reading, item, kind);
    return r < 0 ? r : take_keys(reading, item);
}

static int add_rule(struct rule_set *rules, struct reading *reading,
                    const struct config_place *item)
{
    int r = take_rule(reading, item);
    if (r < 0)
        return r;
    reading->where = alloc_printf("%s:%u", reading->name, item->line);
    reading->words.guests = (const char *const *)reading->guests;
    reading->words.hosts = (const char *const *)reading->hosts;
    reading->words.by = reading->by;
    reading->words.most = reading->most;
    reading->words.resource = reading->resource;
    reading->words.where = reading->where;
    return rule_set_add(rules, &reading->words, reading->err);
}

int request_rules_read(struct rule_set *rules, const char *name, const struct config_places *places,
                       struct err *err)
{
    const struct config_place *all = config_find(places, "rules"), *item;
    struct reading whole = {.name = name, .places = places, .err = err};
    int r = 0;
    if (!all)
        return 0;
    for (size_t i = 0; r == 0 && (item = find_item(&whole, "rules", i)); i++) {
        struct reading reading = whole;
        r = add_rule(rules, &reading, item);
        reading_done(&reading);
    }
    if (r == 0 &&
        (!find_item(&whole, "rules", 0) && (has_below(&whole, all) || (all->value && *all->value))))
        return err_input(err, "%s:%u: rules: a list is wanted, as '- spread: web-*'", name,
                         all->line);
    return r;
}
