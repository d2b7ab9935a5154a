// SPDX-License-Identifier: GPL-3.0-or-later
// Finding fields, and setting those that a kind and a place tell all of.
#include "planner/estate/estate_field.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "planner/demand/inventory_cell.h"
#include "planner/estate/estate.h"

enum { FIELDS_MOST = 40 };

static bool names_match(const char *name, const char *plain)
{
    for (; *name && *plain; name++, plain++)
        if (*name != *plain && !(*name == '-' && *plain == ' '))
            return false;
    return *name == *plain;
}

const struct estate_field *estate_field_find(const struct estate_field *fields, const char *name)
{
    for (; fields->name; fields++)
        if (names_match(fields->name, name))
            return fields;
    return NULL;
}

char *estate_field_hint(const struct estate_field *fields, const char *name)
{
    const char *names[FIELDS_MOST];
    size_t count = 0;
    for (; fields->name && count < FIELDS_MOST; fields++)
        if (*fields->name != '#')
            names[count++] = fields->name;
    return nearest_hint(name, names, count);
}

static int set_text(char **member, const char *text, struct err *err)
{
    char *copy;
    int r = estate_cell_text(text, &copy, err);
    if (r < 0)
        return r;
    free(*member);
    *member = copy;
    return 0;
}

static int set_yes(bool *member, const char *text, struct err *err)
{
    bool is_yes;
    int r = inventory_cell_yes(text, &is_yes, err);
    if (r == 0)
        *member = is_yes;
    return r;
}

int estate_field_set(struct estate_row *row, const struct estate_value *value, struct err *err)
{
    const struct estate_field *field = value->field;
    if (field->kind == ESTATE_SPECIAL)
        return field->set(row, value, err);
    char *object = row->host ? (char *)row->host : (char *)row->guest;
    void *member = object + field->offset;
    switch (field->kind) {
    case ESTATE_NUMBER:
        return estate_cell_number(value->text, &field->range, member, err);
    case ESTATE_COUNT:
        return estate_cell_count(value->text, &field->range, member, err);
    case ESTATE_BYTES:
        return estate_cell_bytes(value->text, value->bare, &field->range, member, err);
    case ESTATE_RATE:
        return estate_cell_rate(value->text, &field->range, member, err);
    case ESTATE_BITS:
        return estate_cell_bits(value->text, &field->range, member, err);
    case ESTATE_BYTES_RATE:
        return estate_cell_bytes_rate(value->text, &field->range, member, err);
    case ESTATE_USE:
        return estate_cell_use(value->text, row->guest->vcpus, member, err);
    case ESTATE_TEXT:
        return set_text(member, value->text, err);
    case ESTATE_YES:
        return set_yes(member, value->text, err);
    case ESTATE_SPECIAL:
        break;
    }
    return 0;
}
