// SPDX-License-Identifier: GPL-3.0-or-later
// A catalogue in YAML: `currency: EUR` and a list `models`, whose items have the columns' names as
// keys; `watts` may be a list of all eleven.
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/config.h"
#include "planner/market/catalogue_form.h"
#include "planner/market/catalogue_money.h"
#include "planner/market/catalogue_row.h"

enum { SHOWN_MAX = 40 };

struct catalogue_document {
    char *currency;
};

static const cyaml_schema_field_t document_fields[] = {
    CYAML_FIELD_STRING_PTR("currency", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                           struct catalogue_document, currency, 0, CYAML_UNLIMITED),
    CYAML_FIELD_IGNORE("models", CYAML_FLAG_OPTIONAL),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t document_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct catalogue_document, document_fields),
};

static int refuse_place(const struct catalogue_reading *reading, const struct config_place *place,
                        const char *what)
{
    return err_input(reading->err, "%s:%u: %.*s: %s", reading->name, place->line, SHOWN_MAX,
                     place->path, what);
}

// "[3]" behind which the rest of a path goes on; NULL where there is none.
static const char *skip_index(const char *path, size_t *ret_index)
{
    char *end;
    if (*path != '[')
        return NULL;
    *ret_index = strtoul(path + 1, &end, 10);
    return *end == ']' ? end + 1 : NULL;
}

static int take_watts(struct catalogue_reading *reading, const struct config_place *place,
                      size_t point)
{
    size_t first = catalogue_column_find("watts-idle");
    if (point >= POWER_POINTS)
        return refuse_place(reading, place, "more than eleven; idle and each tenth are wanted");
    if (!place->value)
        return refuse_place(reading, place, "a single value is wanted");
    if (reading->is_there[first + point])
        return refuse_place(reading, place, "the same stands in a key of its own, too");
    return catalogue_row_set(reading, place->line, first + point, place->value);
}

static int take_value(struct catalogue_reading *reading, const struct config_place *place,
                      const char *key)
{
    size_t column = catalogue_column_find(key);
    if (column == CATALOGUE_NO_COLUMN) {
        scope_free char *hint = catalogue_column_hint(key);
        return err_input(reading->err, "%s:%u: unknown key '%.*s'%s", reading->name, place->line,
                         SHOWN_MAX, key, hint);
    }
    if (!place->value)
        return refuse_place(reading, place, "a single value is wanted");
    if (reading->is_there[column])
        return refuse_place(reading, place, "given twice");
    return catalogue_row_set(reading, place->line, column, place->value);
}

// What stands below models: the item itself, a key of it, or one of its list of watts.
static int take_place(struct catalogue_reading *reading, const struct config_place *place)
{
    static const char list[] = "models";
    static const char watts[] = ".watts";
    size_t index;
    const char *rest = place->path + strlen(list);
    if (!*rest)
        return place->value ? refuse_place(reading, place, "a list of models is wanted") : 0;
    rest = skip_index(rest, &index);
    if (!rest)
        return refuse_place(reading, place, "a list is wanted, each item with '- model: NAME'");
    if (!*rest)
        return place->value ? refuse_place(reading, place, "keys are wanted, as in 'model: NAME'")
                            : catalogue_row_begin(reading, place->line);
    if (strncmp(rest, watts, strlen(watts)) != 0 || rest[strlen(watts)] == '-')
        return take_value(reading, place, rest + 1);
    rest += strlen(watts);
    if (!*rest && !place->value)
        return 0;
    rest = skip_index(rest, &index);
    if (!rest || *rest)
        return refuse_place(reading, place, "a list of eleven is wanted: idle and each tenth");
    return take_watts(reading, place, index);
}

static int take_currency(struct catalogue_reading *reading,
                         const struct catalogue_document *document,
                         const struct config_places *places)
{
    unsigned line = config_line(places, "currency");
    if (!document || !document->currency)
        return 0;
    scope_free char *code = catalogue_money_code(document->currency, reading->err);
    if (!code)
        return err_prefix(reading->err, "%s:%u: currency", reading->name, line);
    return catalogue_reading_currency(reading, line, code);
}

int catalogue_yaml_read(struct catalogue_reading *reading, const char *bytes, size_t length)
{
    scope_config_places struct config_places places = {0};
    void *document = NULL;
    int r = config_load(reading->name, bytes, length, &document_schema, &document, &places,
                        reading->err);
    if (r < 0)
        return r;
    r = take_currency(reading, document, &places);
    config_free(document, &document_schema);
    for (size_t i = 0; r == 0 && i < places.count; i++)
        if (strncmp(places.list[i].path, "models", strlen("models")) == 0)
            r = take_place(reading, &places.list[i]);
    return r;
}
