// SPDX-License-Identifier: GPL-3.0-or-later
// A plan's file: each of its keys as the dotted path that --what-if takes, with its line. Which
// keys there are is not known here.
#include "planner/plan/plan_yaml.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/config_places.h"
#include "planner/plan/plan_key.h"
#include "planner/plan/plan_set.h"

enum { FILE_MOST_BYTES = 1 << 20 };

// The file that is being read.
struct reading {
    struct plan *plan;
    const struct config_places *places;
    const char *folder; // "" for the working folder
    struct err *err;
};

static int blame(const struct reading *reading, const struct config_place *place)
{
    return err_prefix(reading->err, "%s:%u", reading->plan->name, place->line);
}

static bool is_path_key(const char *path)
{
    for (const struct plan_key *key = plan_top_keys; key->key; key++)
        if (strcmp(key->key, path) == 0)
            return key->is_path;
    return false;
}

// A file that the plan names, from where its own is.
static char *resolved(const struct reading *reading, const char *key, const char *text)
{
    bool is_relative = *text && *text != '/' && !strstr(text, "://");
    if (!is_relative || !*reading->folder || !is_path_key(key))
        return alloc_copy(text);
    return path_join(reading->folder, text);
}

static int take_text(const struct reading *reading, const struct config_place *place,
                     const char *text)
{
    int r = plan_set_at(reading->plan, place->path, text, place->line, reading->err);
    return r < 0 ? blame(reading, place) : 0;
}

static const struct config_place *find_item(const struct reading *reading, const char *path,
                                            size_t index)
{
    scope_free char *item = alloc_printf("%s[%zu]", path, index);
    return config_find(reading->places, item);
}

// A list means the same as its items with commas between.
static int take_list(const struct reading *reading, const struct config_place *place)
{
    scope_strbuf struct strbuf text = {0};
    const struct config_place *item;
    for (size_t i = 0; (item = find_item(reading, place->path, i)); i++) {
        if (!item->value) {
            err_input(reading->err, "%s: a list of keys stands where none is wanted", place->path);
            return blame(reading, item);
        }
        scope_free char *value = resolved(reading, place->path, item->value);
        strbuf_printf(&text, "%s%s", i ? "," : "", value);
    }
    return take_text(reading, place, strbuf_text(&text));
}

static bool has_keys_below(const struct reading *reading, const char *path)
{
    size_t length = strlen(path);
    for (size_t i = 0; i < reading->places->count; i++)
        if (strncmp(reading->places->list[i].path, path, length) == 0 &&
            reading->places->list[i].path[length] == '.')
            return true;
    return false;
}

static int take_place(const struct reading *reading, const struct config_place *place)
{
    if (strchr(place->path, '[') || has_keys_below(reading, place->path))
        return 0;
    if (find_item(reading, place->path, 0))
        return take_list(reading, place);
    scope_free char *value = resolved(reading, place->path, place->value ? place->value : "");
    return take_text(reading, place, value);
}

static int take_places(struct plan *plan, const struct config_places *places, const char *folder,
                       struct err *err)
{
    const struct reading reading = {plan, places, folder, err};
    for (size_t i = 0; i < places->count; i++) {
        int r = take_place(&reading, &places->list[i]);
        if (r < 0)
            return r;
    }
    return 0;
}

// Within braces, a bracket and a comma have a meaning of their own in YAML.
static void explain_braces(const char *text, struct err *err)
{
    const char *brace = strchr(text, '{');
    if (!brace || !strchr(brace, '[') || !err || !err->text)
        return;
    char *more = alloc_printf("%s (within { } an interval stands in quotation marks, as '0.25 "
                              "[0.20, 0.40]')",
                              err->text);
    free(err->text);
    err->text = more;
}

// The sections are all that is known of the file before its keys are set.
static int find_places(const char *name, const char *text, size_t length,
                       struct config_places *ret_places, struct err *err)
{
    size_t count;
    char **sections = plan_sections(&count);
    cyaml_schema_field_t *fields = alloc_zeroed(count + 1, sizeof(*fields));
    for (size_t i = 0; i < count; i++)
        fields[i] = (cyaml_schema_field_t)CYAML_FIELD_IGNORE(sections[i], CYAML_FLAG_OPTIONAL);
    const cyaml_schema_value_t schema = {
        .type = CYAML_MAPPING,
        .flags = CYAML_FLAG_POINTER,
        .mapping = {.fields = fields},
    };
    int r = config_places_find(name, text, length, &schema, ret_places, err);
    free(fields);
    plan_sections_free(sections, count);
    return r;
}

int plan_yaml_read_text(struct plan *plan, const char *name, const char *text, size_t length,
                        struct err *err)
{
    scope_config_places struct config_places places = {0};
    scope_free char *folder = path_folder(name);
    free(plan->name);
    plan->name = alloc_copy(name);
    int r = find_places(name, text, length, &places, err);
    if (r < 0)
        explain_braces(text, err);
    return r < 0 ? r : take_places(plan, &places, folder, err);
}

int plan_yaml_read(struct plan *plan, const char *path, struct err *err)
{
    scope_free char *bytes = NULL;
    size_t length = 0;
    struct err why = {0};
    int r = path_read(path, FILE_MOST_BYTES, &bytes, &length, &why);
    if (r == 0)
        return plan_yaml_read_text(plan, path, bytes, length, err);
    // A plan that is not there is a wrong word on the command line, no fault of the host.
    r = why.kind == ERR_INTERRUPTED ? err_interrupted(err) : err_input(err, "%s", err_text(&why));
    err_done(&why);
    return r;
}
