// SPDX-License-Identifier: GPL-3.0-or-later
// One walk over libyaml's events with a small stack of open mappings and lists. Anchors' aliases
// are refused: a few lines of them can stand for gigabytes. Values are not looked at.
#include "common/model/config_places.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/config_events.h"

enum {
    DEPTH_MAX = 16,
    KEYS_MAX = 64,      // of one mapping of a schema, in a hint
    KEY_SHOWN_MAX = 40, // of a wrong key in a message
    PLACES_MAX = 65536, // keys of a whole text
};

// A mapping or list that is open.
struct level {
    const cyaml_schema_field_t *fields; // of a mapping that the schema knows, else NULL
    char *path;                         // of the level itself, "" on top
    const cyaml_schema_field_t *field;  // of the key whose value comes next
    bool is_mapping;
    bool wants_value;
    bool is_free; // below a key that the schema ignores: any key may stand here
    size_t place; // of the key whose value comes next
    size_t items; // of a list, so far
};

struct walk {
    const char *name;
    const cyaml_schema_value_t *schema;
    struct config_places places;
    struct level levels[DEPTH_MAX];
    size_t depth;
    unsigned documents;
    struct err *err;
};

static unsigned line_of(const yaml_event_t *event)
{
    return (unsigned)event->start_mark.line + 1;
}

static struct level *top_of(struct walk *walk)
{
    return walk->depth ? &walk->levels[walk->depth - 1] : NULL;
}

static char *path_of(const struct level *level, const char *key)
{
    return alloc_printf("%s%s%s", level->path, *level->path ? "." : "", key);
}

// " (did you mean ...)" or the list of keys of a mapping.
static char *keys_hint(const char *word, const cyaml_schema_field_t *fields)
{
    const char *keys[KEYS_MAX];
    size_t count = 0;
    for (; fields[count].key && count < KEYS_MAX; count++)
        keys[count] = fields[count].key;
    return nearest_hint(word, keys, count);
}

// What is wrong with the value of the key that is open.
static int refuse_value(struct walk *walk, const yaml_event_t *event, const char *wanted)
{
    struct level *level = top_of(walk);
    scope_free char *path =
        level && level->field ? path_of(level, level->field->key) : alloc_copy("");
    return err_input(walk->err, "%s:%u: %s%s%s", walk->name, line_of(event), path,
                     *path ? ": " : "", wanted);
}

static const cyaml_schema_field_t *find_field(const cyaml_schema_field_t *fields, const char *key)
{
    for (; fields->key; fields++)
        if (strcmp(fields->key, key) == 0)
            return fields;
    return NULL;
}

// Notes where something stands, and that its value comes next.
static int add_place(struct walk *walk, struct level *level, const yaml_event_t *event,
                     const char *path)
{
    struct config_places *places = &walk->places;
    unsigned before = config_line(places, path);
    if (before)
        return err_input(walk->err, "%s:%u: %s: given twice, first in line %u", walk->name,
                         line_of(event), path, before);
    if (places->count == PLACES_MAX)
        return err_input(walk->err, "%s:%u: more than %d keys", walk->name, line_of(event),
                         PLACES_MAX);
    places->list = alloc_resized(places->list, places->count + 1, sizeof(places->list[0]));
    level->place = places->count;
    places->list[places->count++] =
        (struct config_place){.path = alloc_copy(path), .line = line_of(event)};
    name_index_add(&places->paths, places->list[places->count - 1].path);
    return 0;
}

// Names below it are those of other keys, dots and all.
static bool names_keys(const struct level *level)
{
    return strcmp(level->path, "sweep") == 0;
}

// Paths are taken apart again, so that names must not look like them.
static int take_free_key(struct walk *walk, struct level *level, const yaml_event_t *event)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    const char *key = (const char *)event->data.scalar.value;
    size_t plain = strspn(key, letters);
    while (names_keys(level) && key[plain] == '.')
        plain += 1 + strspn(key + plain + 1, letters);
    if (!*key || key[plain])
        return err_input(walk->err,
                         "%s:%u: %s: '%.*s' is no name; letters, digits, - and _ are wanted",
                         walk->name, line_of(event), level->path, KEY_SHOWN_MAX, key);
    scope_free char *path = path_of(level, key);
    return add_place(walk, level, event, path);
}

static int take_key(struct walk *walk, struct level *level, const yaml_event_t *event)
{
    const char *key = (const char *)event->data.scalar.value;
    level->wants_value = true;
    if (level->is_free)
        return take_free_key(walk, level, event);
    if (!level->fields)
        return 0;
    scope_free char *path = path_of(level, key);
    level->field = find_field(level->fields, key);
    if (!level->field) {
        scope_free char *hint = keys_hint(key, level->fields);
        return err_input(walk->err, "%s:%u: no key '%s%s%.*s'%s", walk->name, line_of(event),
                         level->path, *level->path ? "." : "", KEY_SHOWN_MAX, key, hint);
    }
    return add_place(walk, level, event, path);
}

static bool is_ignored(const struct level *level)
{
    return level->field && level->field->value.type == CYAML_IGNORE;
}

// A value in a list that is free has a place of its own.
static int enter_item(struct walk *walk, struct level *level, const yaml_event_t *event)
{
    if (!level || !level->is_free || level->is_mapping)
        return 0;
    scope_free char *path = alloc_printf("%s[%zu]", level->path, level->items++);
    return add_place(walk, level, event, path);
}

static bool is_mapping(const cyaml_schema_field_t *field)
{
    return field->value.type == CYAML_MAPPING;
}

static int check_value(struct walk *walk, const yaml_event_t *event)
{
    struct level *level = top_of(walk);
    if (!level && event->type != YAML_MAPPING_START_EVENT)
        return refuse_value(walk, event, "keys and values are wanted, as in 'guests: 1..8'");
    if (!level || !level->field)
        return 0;
    if (is_mapping(level->field) && event->type != YAML_MAPPING_START_EVENT) {
        scope_free char *hint = keys_hint("", level->field->value.mapping.fields);
        scope_free char *wanted = alloc_printf("keys are wanted below it%s", hint);
        return refuse_value(walk, event, wanted);
    }
    bool is_text = level->field->value.type == CYAML_STRING;
    if (is_text && event->type != YAML_SCALAR_EVENT)
        return refuse_value(walk, event, "a single value is wanted, no list and no keys below it");
    return 0;
}

static int take_scalar(struct walk *walk, const yaml_event_t *event)
{
    struct level *level = top_of(walk);
    if (memchr(event->data.scalar.value, 0, event->data.scalar.length))
        return refuse_value(walk, event, "a zero character is in this text");
    if (level && level->is_mapping && !level->wants_value)
        return take_key(walk, level, event);
    int r = check_value(walk, event);
    if (r == 0)
        r = enter_item(walk, level, event);
    if (r == 0 && level && (level->is_free || is_ignored(level)))
        walk->places.list[level->place].value = alloc_copy((const char *)event->data.scalar.value);
    if (level) {
        level->wants_value = false;
        level->field = NULL;
    }
    return r;
}

// The keys the schema has for the mapping that opens, NULL when it knows none.
static const cyaml_schema_field_t *nested_fields(const struct walk *walk, const struct level *level)
{
    if (!level)
        return walk->schema->mapping.fields;
    return level->field && is_mapping(level->field) ? level->field->value.mapping.fields : NULL;
}

static int open_level(struct walk *walk, const yaml_event_t *event)
{
    struct level *level = top_of(walk);
    if (level && level->is_mapping && !level->wants_value)
        return err_input(walk->err, "%s:%u: a key must be a single word", walk->name,
                         line_of(event));
    if (walk->depth == DEPTH_MAX)
        return err_input(walk->err, "%s:%u: nested more than %d deep", walk->name, line_of(event),
                         DEPTH_MAX);
    int r = check_value(walk, event);
    if (r == 0)
        r = enter_item(walk, level, event);
    if (r < 0)
        return r;
    bool mapping = event->type == YAML_MAPPING_START_EVENT;
    bool has_place = level && (level->field || level->is_free);
    walk->levels[walk->depth++] = (struct level){
        .fields = mapping ? nested_fields(walk, level) : NULL,
        .path = alloc_copy(has_place ? walk->places.list[level->place].path : ""),
        .is_mapping = mapping,
        .is_free = level && (level->is_free || is_ignored(level)),
    };
    return 0;
}

static void close_level(struct walk *walk)
{
    free(walk->levels[--walk->depth].path);
    struct level *level = top_of(walk);
    if (level) {
        level->wants_value = false;
        level->field = NULL;
    }
}

static int take_event(struct walk *walk, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (walk->documents++ > 0)
            return err_input(walk->err, "%s:%u: a second document begins here, one is wanted",
                             walk->name, line_of(event));
        return 0;
    case YAML_ALIAS_EVENT:
        return err_input(walk->err, "%s:%u: *%.*s: aliases are not read, write the value out",
                         walk->name, line_of(event), KEY_SHOWN_MAX,
                         (const char *)event->data.alias.anchor);
    case YAML_SCALAR_EVENT:
        return take_scalar(walk, event);
    case YAML_MAPPING_START_EVENT:
    case YAML_SEQUENCE_START_EVENT:
        return open_level(walk, event);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        close_level(walk);
        return 0;
    default:
        return 0;
    }
}

static int walk_events(struct walk *walk, struct config_events *events)
{
    int r = 0;
    for (bool ended = false; r == 0 && !ended;) {
        r = config_events_next(events, walk->err);
        if (r == 0)
            r = take_event(walk, &events->event);
        ended = r == 0 && events->event.type == YAML_STREAM_END_EVENT;
    }
    return r;
}

int config_places_find(const char *name, const char *text, size_t length,
                       const cyaml_schema_value_t *schema, struct config_places *ret_places,
                       struct err *err)
{
    struct walk walk = {.name = name, .schema = schema, .err = err};
    struct config_events events;
    int r = config_events_begin(&events, name, text, length, err);
    if (r == 0)
        r = walk_events(&walk, &events);
    config_events_done(&events);
    while (walk.depth > 0)
        close_level(&walk);
    if (r < 0)
        config_places_done(&walk.places);
    else
        *ret_places = walk.places;
    return r;
}

const struct config_place *config_find(const struct config_places *places, const char *path)
{
    size_t number = name_index_find(&places->paths, path);
    return number == NAME_INDEX_NONE ? NULL : &places->list[number];
}

unsigned config_line(const struct config_places *places, const char *path)
{
    const struct config_place *place = config_find(places, path);
    return place ? place->line : 0;
}

void config_places_done(struct config_places *places)
{
    if (!places)
        return;
    for (size_t i = 0; i < places->count; i++) {
        free(places->list[i].path);
        free(places->list[i].value);
    }
    free(places->list);
    name_index_done(&places->paths);
    *places = (struct config_places){0};
}
