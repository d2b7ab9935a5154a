// SPDX-License-Identifier: GPL-3.0-or-later
// The places of a text, key by key.
#include "common/model/config_settings.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

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

int config_settings_find(const char *name, const char *text, size_t length,
                         const char *const *sections, size_t section_count,
                         struct config_places *ret_places, struct err *err)
{
    scope_free cyaml_schema_field_t *fields = alloc_zeroed(section_count + 1, sizeof(*fields));
    for (size_t i = 0; i < section_count; i++)
        fields[i] =
            (cyaml_schema_field_t)CYAML_FIELD_IGNORE((char *)sections[i], CYAML_FLAG_OPTIONAL);
    const cyaml_schema_value_t schema = {
        .type = CYAML_MAPPING,
        .flags = CYAML_FLAG_POINTER,
        .mapping = {.fields = fields},
    };
    int r = config_places_find(name, text, length, &schema, ret_places, err);
    if (r < 0)
        explain_braces(text, err);
    return r;
}

static const struct config_place *find_item(const struct config_places *places, const char *path,
                                            size_t index)
{
    scope_free char *item = alloc_printf("%s[%zu]", path, index);
    return config_find(places, item);
}

int config_settings_list(const char *name, const struct config_places *places, const char *path,
                         const char ***ret_texts, size_t *ret_count, struct err *err)
{
    scope_free const char **texts = NULL;
    const struct config_place *item;
    size_t count = 0;
    for (; (item = find_item(places, path, count)); count++) {
        if (!item->value)
            return err_input(err, "%s:%u: %s: a list of keys stands where none is wanted", name,
                             item->line, path);
        texts = alloc_resized(texts, count + 1, sizeof *texts);
        texts[count] = item->value;
    }
    *ret_count = count;
    *ret_texts = scope_take(texts);
    return 0;
}

static bool has_keys_below(const struct config_places *places, size_t index)
{
    const char *path = places->list[index].path;
    size_t length = strlen(path);
    const struct config_place *next = index + 1 < places->count ? &places->list[index + 1] : NULL;
    return next && strncmp(next->path, path, length) == 0 && next->path[length] == '.';
}

static bool is_skipped(const char *path, const char *skip)
{
    size_t length = skip ? strlen(skip) : 0;
    return length > 0 && strncmp(path, skip, length) == 0 && strchr(".[", path[length]);
}

static int visit_place(const char *name, const struct config_places *places,
                       const struct config_place *place, config_setting_fn *set, void *context,
                       struct err *err)
{
    const char *single = place->value ? place->value : "";
    scope_free const char **list = NULL;
    struct config_setting setting = {.path = place->path, .line = place->line};
    int r = config_settings_list(name, places, place->path, &list, &setting.count, err);
    if (r < 0)
        return r;
    setting.texts = list;
    if (setting.count == 0) {
        setting.texts = &single;
        setting.count = 1;
    }
    r = set(context, &setting, err);
    return r < 0 ? err_prefix(err, "%s:%u", name, place->line) : 0;
}

int config_settings_visit(const char *name, const struct config_places *places, const char *skip,
                          config_setting_fn *set, void *context, struct err *err)
{
    for (size_t i = 0; i < places->count; i++) {
        const struct config_place *place = &places->list[i];
        if (strchr(place->path, '[') || is_skipped(place->path, skip) || has_keys_below(places, i))
            continue;
        int r = visit_place(name, places, place, set, context, err);
        if (r < 0)
            return r;
    }
    return 0;
}
