// SPDX-License-Identifier: GPL-3.0-or-later
// Down the events: the document, its sections, their records, and values as texts.
#include "common/model/config_records.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/config_events.h"

enum { SHOWN_MOST = 40, SECTIONS_MOST = 32, PAIRS_MOST = 64 };

struct reading {
    struct config_events events;
    const char *const *sections;
    config_record_fn *record;
    void *context;
    struct err *err;
    const char *section;
    struct config_pair pairs[PAIRS_MOST];
    size_t count;
};

static int next(struct reading *reading)
{
    return config_events_next(&reading->events, reading->err);
}

static yaml_event_type_t type_of(const struct reading *reading)
{
    return reading->events.event.type;
}

static const char *text_of(const struct reading *reading)
{
    return (const char *)reading->events.event.data.scalar.value;
}

static int refuse(const struct reading *reading, const char *what)
{
    const struct config_events *events = &reading->events;
    return err_input(reading->err, "%s:%u: %s%s%s", events->name, config_events_line(events),
                     reading->section ? reading->section : "", reading->section ? ": " : "", what);
}

static int check_scalar(const struct reading *reading)
{
    if (type_of(reading) == YAML_ALIAS_EVENT)
        return refuse(reading, "aliases are not read, write the value out");
    if (type_of(reading) != YAML_SCALAR_EVENT)
        return refuse(reading, "a single value is wanted here");
    const yaml_event_t *event = &reading->events.event;
    if (memchr(event->data.scalar.value, 0, event->data.scalar.length))
        return refuse(reading, "a zero character is in this text");
    return 0;
}

static bool is_null(const struct reading *reading)
{
    static const char *const words[] = {"null", "Null", "NULL", "~"};
    bool is_plain = reading->events.event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    for (size_t i = 0; is_plain && i < sizeof words / sizeof *words; i++)
        if (strcmp(text_of(reading), words[i]) == 0)
            return true;
    return false;
}

// --- values -------------------------------------------------------------------------------------

static int take_list(struct reading *reading, struct strbuf *out)
{
    for (;;) {
        int r = next(reading);
        if (r < 0 || type_of(reading) == YAML_SEQUENCE_END_EVENT)
            return r;
        r = check_scalar(reading);
        if (r < 0)
            return r;
        strbuf_printf(out, "%s%s", out->length ? "; " : "", text_of(reading));
    }
}

static int take_mapping(struct reading *reading, struct strbuf *out)
{
    for (size_t i = 0;; i++) {
        int r = next(reading);
        if (r < 0 || type_of(reading) == YAML_MAPPING_END_EVENT)
            return r;
        r = check_scalar(reading);
        if (r < 0)
            return r;
        bool is_key = i % 2 == 0;
        const char *before = is_key ? (out->length ? " " : "") : "=";
        if (is_key || !is_null(reading))
            strbuf_printf(out, "%s%s", before, text_of(reading));
    }
}

static int take_value(struct reading *reading, char **ret_text)
{
    scope_strbuf struct strbuf out = {0};
    int r = next(reading);
    if (r < 0)
        return r;
    if (type_of(reading) == YAML_SEQUENCE_START_EVENT)
        r = take_list(reading, &out);
    else if (type_of(reading) == YAML_MAPPING_START_EVENT)
        r = take_mapping(reading, &out);
    else if ((r = check_scalar(reading)) == 0 && !is_null(reading))
        strbuf_add(&out, text_of(reading));
    if (r == 0)
        *ret_text = strbuf_take(&out);
    return r;
}

// --- records ------------------------------------------------------------------------------------

static int check_key(const struct reading *reading)
{
    int r = check_scalar(reading);
    if (r < 0)
        return r;
    for (size_t i = 0; i < reading->count; i++)
        if (strcmp(reading->pairs[i].key, text_of(reading)) == 0)
            return err_input(reading->err, "%s:%u: %.*s: given twice, first in line %u",
                             reading->events.name, config_events_line(&reading->events), SHOWN_MOST,
                             text_of(reading), reading->pairs[i].line);
    return reading->count < PAIRS_MOST ? 0 : refuse(reading, "too many keys in one record");
}

static int take_pairs(struct reading *reading)
{
    for (;;) {
        int r = next(reading);
        if (r < 0 || type_of(reading) == YAML_MAPPING_END_EVENT)
            return r;
        r = check_key(reading);
        if (r < 0)
            return r;
        struct config_pair *pair = &reading->pairs[reading->count];
        *pair = (struct config_pair){.key = alloc_copy(text_of(reading)),
                                     .line = config_events_line(&reading->events)};
        reading->count++;
        r = take_value(reading, &pair->value);
        if (r < 0)
            return r;
    }
}

static void drop_pairs(struct reading *reading)
{
    for (size_t i = 0; i < reading->count; i++) {
        free(reading->pairs[i].key);
        free(reading->pairs[i].value);
    }
    reading->count = 0;
}

static int give(struct reading *reading, bool is_item, unsigned line)
{
    const struct config_record record = {
        .section = reading->section,
        .is_item = is_item,
        .line = line,
        .pairs = reading->pairs,
        .count = reading->count,
    };
    int r = reading->record(reading->context, &record, reading->err);
    drop_pairs(reading);
    return r;
}

static int take_items(struct reading *reading)
{
    for (;;) {
        int r = next(reading);
        if (r < 0 || type_of(reading) == YAML_SEQUENCE_END_EVENT)
            return r;
        if (type_of(reading) != YAML_MAPPING_START_EVENT)
            return refuse(reading, "each item is keys with values, as '- name: h1'");
        unsigned line = config_events_line(&reading->events);
        r = take_pairs(reading);
        if (r == 0)
            r = give(reading, true, line);
        if (r != 0)
            return r;
    }
}

// --- the document -------------------------------------------------------------------------------

static int find_section(struct reading *reading)
{
    size_t count = 0;
    reading->section = NULL;
    int r = check_scalar(reading);
    if (r < 0)
        return r;
    for (; reading->sections[count] && count < SECTIONS_MOST; count++)
        if (strcmp(text_of(reading), reading->sections[count]) == 0)
            reading->section = reading->sections[count];
    if (reading->section)
        return 0;
    scope_free char *hint = nearest_hint(text_of(reading), reading->sections, count);
    scope_free char *what = alloc_printf("no key '%.*s'%s", SHOWN_MOST, text_of(reading), hint);
    return refuse(reading, what);
}

static int take_section(struct reading *reading)
{
    int r = find_section(reading);
    if (r == 0)
        r = next(reading);
    if (r < 0)
        return r;
    unsigned line = config_events_line(&reading->events);
    if (type_of(reading) == YAML_SEQUENCE_START_EVENT)
        return take_items(reading);
    r = check_scalar(reading);
    if (r < 0)
        return r;
    const char *text = is_null(reading) ? "" : text_of(reading);
    reading->pairs[reading->count++] =
        (struct config_pair){alloc_copy(reading->section), alloc_copy(text), line};
    return give(reading, false, line);
}

static int take_sections(struct reading *reading)
{
    if (type_of(reading) != YAML_MAPPING_START_EVENT)
        return refuse(reading, "keys and values are wanted, as in 'hosts: [...]'");
    for (;;) {
        int r = next(reading);
        if (r < 0 || type_of(reading) == YAML_MAPPING_END_EVENT)
            return r;
        r = take_section(reading);
        if (r != 0)
            return r;
    }
}

static int take_stream(struct reading *reading)
{
    bool has_document = false;
    for (;;) {
        int r = next(reading);
        if (r < 0 || type_of(reading) == YAML_STREAM_END_EVENT)
            return r;
        if (type_of(reading) != YAML_DOCUMENT_START_EVENT)
            continue;
        reading->section = NULL;
        if (has_document)
            return refuse(reading, "a second document begins here, one is wanted");
        has_document = true;
        r = next(reading);
        if (r == 0)
            r = take_sections(reading);
        if (r != 0)
            return r;
    }
}

int config_records_read(const char *name, const char *text, size_t length,
                        const char *const *sections, config_record_fn *record, void *context,
                        struct err *err)
{
    struct reading *reading = alloc_zeroed(1, sizeof *reading);
    reading->sections = sections;
    reading->record = record;
    reading->context = context;
    reading->err = err;
    int r = config_events_begin(&reading->events, name, text, length, err);
    if (r == 0)
        r = take_stream(reading);
    drop_pairs(reading);
    config_events_done(&reading->events);
    free(reading);
    return r;
}
