// SPDX-License-Identifier: GPL-3.0-or-later
// Keys of a rule and what their values mean.
#include "planner/request/request_rule.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/config_places.h"
#include "planner/value/key_value.h"

enum { SHOWN_MOST = 60 };

static void sets_free(char **sets, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(sets[i]);
    free(sets);
}

void request_rule_done(struct request_rule *rule)
{
    sets_free(rule->guests, rule->words.guest_sets);
    sets_free(rule->hosts, rule->words.host_sets);
    free(rule->by);
    free(rule->most);
    free(rule->resource);
    free(rule->where);
}

int request_rule_blame(const struct request_rule *rule, const struct config_place *place)
{
    return err_prefix(rule->err, "%s:%u", rule->name, place->line);
}

// --- values -------------------------------------------------------------------------------------

const struct config_place *request_rule_item(const struct request_rule *rule, const char *path,
                                             size_t index)
{
    scope_free char *item = alloc_printf("%s[%zu]", path, index);
    return config_find(rule->places, item);
}

// A value, or the items of a list with commas between.
static char *text_at(const struct request_rule *rule, const struct config_place *place)
{
    scope_strbuf struct strbuf text = {0};
    const struct config_place *item;
    if (place->value)
        return alloc_copy(place->value);
    for (size_t i = 0; (item = request_rule_item(rule, place->path, i)); i++)
        strbuf_printf(&text, "%s%s", i ? ", " : "", item->value ? item->value : "");
    return strbuf_take(&text);
}

static void add_set(char ***sets, size_t *count, char *taken)
{
    *sets = alloc_resized(*sets, *count + 1, sizeof **sets);
    (*sets)[(*count)++] = taken;
}

// Of kinds that have several sets each item of a list is one; else all of it is.
static int take_sets(struct request_rule *rule, const struct config_place *place, bool has_several,
                     char ***sets, size_t *count)
{
    const struct config_place *item;
    size_t before = *count;
    for (size_t i = 0; has_several && (item = request_rule_item(rule, place->path, i)); i++)
        add_set(sets, count, text_at(rule, item));
    if (*count == before)
        add_set(sets, count, text_at(rule, place));
    for (size_t i = before; i < *count; i++)
        if (!*(*sets)[i]) {
            err_input(rule->err, "%s: nothing is said", place->path);
            return request_rule_blame(rule, place);
        }
    return 0;
}

static int take_guests(struct request_rule *rule, const struct config_place *place)
{
    bool has_several = strcmp(rule->words.kind, rule_kind_name(RULE_SPLIT)) == 0;
    return take_sets(rule, place, has_several, &rule->guests, &rule->words.guest_sets);
}

static int take_hosts(struct request_rule *rule, const struct config_place *place)
{
    bool has_several = strcmp(rule->words.kind, rule_kind_name(RULE_AMONG)) == 0;
    return take_sets(rule, place, has_several, &rule->hosts, &rule->words.host_sets);
}

static int take_text(struct request_rule *rule, const struct config_place *place, char **field)
{
    if (*field)
        err_input(rule->err, "%s: this is said twice", place->path);
    else if (!place->value)
        err_input(rule->err, "%s: a single value is wanted", place->path);
    else if (key_value_text(field, place->value, rule->err) < 0)
        err_prefix(rule->err, "%s", place->path);
    else
        return 0;
    return request_rule_blame(rule, place);
}

static int take_by(struct request_rule *rule, const struct config_place *place)
{
    return take_text(rule, place, &rule->by);
}

static int take_most(struct request_rule *rule, const struct config_place *place)
{
    return take_text(rule, place, &rule->most);
}

static int take_resource(struct request_rule *rule, const struct config_place *place)
{
    return take_text(rule, place, &rule->resource);
}

static int take_continuous(struct request_rule *rule, const struct config_place *place)
{
    const char *text = place->value ? place->value : "";
    if (key_value_yes(&rule->words.is_continuous, text, rule->err) == 0)
        return 0;
    err_prefix(rule->err, "%s", place->path);
    return request_rule_blame(rule, place);
}

// --- keys ---------------------------------------------------------------------------------------

typedef int take_fn(struct request_rule *rule, const struct config_place *place);

static const struct rule_key {
    const char *key;
    take_fn *take;
} rule_keys[] = {
    {"guests", take_guests}, {"hosts", take_hosts},       {"by", take_by},
    {"most", take_most},     {"resource", take_resource}, {"continuous", take_continuous},
};
enum { RULE_KEY_COUNT = sizeof rule_keys / sizeof *rule_keys };

static int refuse_key(struct request_rule *rule, const struct config_place *place, const char *key)
{
    const char *names[RULE_KEY_COUNT];
    for (size_t i = 0; i < RULE_KEY_COUNT; i++)
        names[i] = rule_keys[i].key;
    scope_free char *hint = nearest_hint(key, names, RULE_KEY_COUNT);
    err_input(rule->err, "%s: no key '%.*s'%s", rule->words.kind, SHOWN_MOST, key, hint);
    return request_rule_blame(rule, place);
}

int request_rule_take(struct request_rule *rule, const struct config_place *place, const char *key)
{
    for (size_t i = 0; i < RULE_KEY_COUNT; i++)
        if (strcmp(rule_keys[i].key, key) == 0)
            return rule_keys[i].take(rule, place);
    return refuse_key(rule, place, key);
}

// "10% of memory": so much, and of what.
static int take_reserve(struct request_rule *rule, const struct config_place *place)
{
    static const char of[] = " of ";
    const char *at = place->value ? strstr(place->value, of) : NULL;
    if (!at)
        return take_most(rule, place);
    rule->most = alloc_printf("%.*s", (int)(at - place->value), place->value);
    rule->resource = alloc_copy(at + sizeof of - 1);
    return 0;
}

int request_rule_take_short(struct request_rule *rule, const struct config_place *place)
{
    const char *kind = rule->words.kind;
    if (strcmp(kind, rule_kind_name(RULE_MAINTENANCE)) == 0)
        return take_by(rule, place);
    if (strcmp(kind, rule_kind_name(RULE_RESERVE)) == 0)
        return take_reserve(rule, place);
    if (strcmp(kind, rule_kind_name(RULE_FAILOVER)) == 0 ||
        strcmp(kind, rule_kind_name(RULE_GUESTS_MOST)) == 0)
        return take_most(rule, place);
    return take_guests(rule, place);
}
