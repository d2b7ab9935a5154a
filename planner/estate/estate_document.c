// SPDX-License-Identifier: GPL-3.0-or-later
// One document with hosts and guests. Read twice: hosts come before the guests that stand on them,
// wherever they stand in the text.
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/config_records.h"
#include "common/model/csv_header.h"
#include "planner/estate/estate_grid.h"
#include "planner/estate/estate_read.h"
#include "planner/estate/estate_rows.h"

enum { VALUES_MOST = 64, SHOWN_MOST = 40 };

struct reading {
    struct estate_rows rows;
    const char *section; // that is read this time
    bool is_found;
    struct estate_value values[VALUES_MOST];
};

// Other than CSV's, a name's case and signs are the key's own.
static const struct estate_field *field_of(const struct reading *reading, const char *key)
{
    const struct estate_field *fields =
        reading->rows.is_of_hosts ? estate_host_fields : estate_guest_fields;
    scope_free char *plain = csv_header_name(key);
    const struct estate_field *field = estate_field_find(fields, plain);
    return field && *field->name != '#' ? field : NULL;
}

static int refuse_key(const struct reading *reading, const struct config_pair *pair,
                      struct err *err)
{
    const struct estate_field *fields =
        reading->rows.is_of_hosts ? estate_host_fields : estate_guest_fields;
    scope_free char *hint = estate_field_hint(fields, pair->key);
    return err_input(err, "%s:%u: no key '%.*s' in %s%s", reading->rows.name, pair->line,
                     SHOWN_MOST, pair->key, reading->section, hint);
}

static int by_field(const void *left_, const void *right_)
{
    const struct estate_value *left = left_, *right = right_;
    if (left->field != right->field)
        return left->field < right->field ? -1 : 1;
    return 0;
}

static int take_item(struct reading *reading, const struct config_record *record, struct err *err)
{
    const char *name = "";
    size_t count = 0;
    for (size_t i = 0; i < record->count && count < VALUES_MOST; i++) {
        const struct config_pair *pair = &record->pairs[i];
        const struct estate_field *field = field_of(reading, pair->key);
        if (!field)
            return refuse_key(reading, pair, err);
        if (strcmp(field->name, "name") == 0)
            name = pair->value;
        reading->values[count++] = (struct estate_value){
            .field = field, .column = pair->key, .text = pair->value, .line = pair->line};
    }
    qsort(reading->values, count, sizeof *reading->values, by_field);
    return estate_rows_take(&reading->rows, record->line, name, reading->values, count, err);
}

static int take_currency(struct reading *reading, const struct config_record *record,
                         struct err *err)
{
    struct estate *estate = reading->rows.estate;
    const char *code = record->pairs[0].value;
    if (!*code || !reading->rows.is_of_hosts)
        return 0;
    if (estate->currency && strcmp(estate->currency, code) != 0)
        return err_input(err, "%s:%u: currency: %.*s, but others are in %s; nothing is converted",
                         reading->rows.name, record->line, SHOWN_MOST, code, estate->currency);
    if (!estate->currency)
        estate->currency = alloc_copy(code);
    return 0;
}

static int on_record(void *reading_, const struct config_record *record, struct err *err)
{
    struct reading *reading = reading_;
    if (strcmp(record->section, "currency") == 0)
        return record->is_item ? err_input(err, "%s:%u: currency: a single word is wanted, as EUR",
                                           reading->rows.name, record->line)
                               : take_currency(reading, record, err);
    if (!record->is_item && *record->pairs[0].value)
        return err_input(err, "%s:%u: %s: a list is wanted, as '- name: h1'", reading->rows.name,
                         record->line, record->section);
    reading->is_found |= record->is_item;
    if (!record->is_item || strcmp(record->section, reading->section) != 0)
        return 0;
    return take_item(reading, record, err);
}

static int read_section(struct estate *estate, const char *section, const char *name,
                        const char *bytes, size_t length, bool *is_found, struct err *err)
{
    static const char *const sections[] = {"hosts", "guests", "currency", NULL};
    struct reading reading = {.section = section};
    estate_rows_init(&reading.rows, estate, name, strcmp(section, "hosts") == 0);
    int r = config_records_read(name, bytes, length, sections, on_record, &reading, err);
    if (r == 0)
        estate_rows_end(&reading.rows);
    *is_found |= reading.is_found;
    estate_rows_done(&reading.rows);
    return r;
}

int estate_read_document(struct estate *estate, const char *name, const char *bytes, size_t length,
                         struct err *err)
{
    bool is_found = false;
    int r = read_section(estate, "hosts", name, bytes, length, &is_found, err);
    if (r == 0)
        r = read_section(estate, "guests", name, bytes, length, &is_found, err);
    if (r == 0 && !is_found)
        r = err_input(err, "%s: neither hosts nor guests are in it; lists of both are wanted",
                      name);
    return r;
}
