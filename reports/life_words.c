// SPDX-License-Identifier: GPL-3.0-or-later
// Lives in words and as a table.
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/life.h"
#include "reports/quantity.h"
#include "reports/table.h"

char *life_row_name(const struct life_row *row)
{
    return alloc_printf("%s%s", lifecycle_words[row->verb].name, row->is_call ? " (call)" : "");
}

static const struct life_row *find_row(const struct life *life, enum lifecycle_verb verb,
                                       uint32_t guests)
{
    for (size_t i = 0; i < life->row_count; i++)
        if (life->rows[i].verb == verb && !life->rows[i].is_call && life->rows[i].guests == guests)
            return &life->rows[i];
    return NULL;
}

static void add_times(struct strbuf *text, const struct life *life, uint32_t guests)
{
    static const enum lifecycle_verb told[] = {LIFECYCLE_BOOT, LIFECYCLE_RESUME, LIFECYCLE_RESTORE};
    const char *comma = "";
    for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
        const struct life_row *row = find_row(life, told[i], guests);
        char number[UNITS_TEXT_SIZE];
        if (!row)
            continue;
        quantity_format(number, QUANTITY_DURATION, row->p50_ns.value);
        strbuf_printf(text, "%s%s %s", comma, lifecycle_words[told[i]].name, number);
        comma = ", ";
    }
}

char *life_sentence(const struct life *life)
{
    uint32_t storm = life_storm(life);
    if (storm == 0)
        return NULL;
    struct strbuf text = {0};
    const char *before = "A guest's life, medians: ";
    if (find_row(life, LIFECYCLE_BOOT, 1)) {
        strbuf_printf(&text, "%salone ", before);
        add_times(&text, life, 1);
        before = "; ";
    }
    if (storm > 1) {
        strbuf_printf(&text, "%sin a storm of %" PRIu32 " ", before, storm);
        add_times(&text, life, storm);
    }
    strbuf_add(&text, ".");
    return strbuf_take(&text);
}

const char *life_interval_words(const struct life *life)
{
    for (size_t i = 0; i < life->row_count; i++)
        if (isfinite(life->rows[i].p50_ns.low))
            return QUANTITY_INTERVAL_WORDS;
    return "No intervals: one boot of each number of guests gives none; --repeats 3 would.";
}

char *life_absent_names(const struct life *life, size_t absence)
{
    const char *why = life->absences[absence].why;
    struct strbuf names = {0};
    for (size_t i = 0; i < life->absence_count; i++) {
        if (strcmp(life->absences[i].why, why) != 0)
            continue;
        if (i < absence) {
            strbuf_done(&names);
            return NULL;
        }
        strbuf_printf(&names, "%s%s", names.length ? ", " : "",
                      lifecycle_words[life->absences[i].verb].name);
    }
    return strbuf_take(&names);
}

static void add_duration(struct table *table, double ns)
{
    char number[UNITS_TEXT_SIZE];
    quantity_format(number, QUANTITY_DURATION, ns);
    table_add_cell(table, *number ? number : "-");
}

static void add_estimate(struct table *table, enum quantity quantity,
                         const struct estimate *estimate, bool intervals)
{
    scope_free char *cell = quantity_compact(quantity, estimate, intervals);
    table_add_cell(table, cell);
}

static void add_headings(struct table *table, bool median, bool tail, bool is_storm)
{
    table_add_column(table, "verb", true);
    table_add_column(table, "guests", false);
    if (median) {
        table_add_column(table, "boots", false);
        table_add_column(table, "count", false);
        table_add_column(table, "p50", false);
    }
    if (median && is_storm)
        table_add_column(table, "over alone", false);
    if (tail) {
        table_add_column(table, "p90", false);
        table_add_column(table, "p99", false);
        table_add_column(table, "max", false);
    }
}

static void add_number(struct table *table, size_t number)
{
    scope_free char *text = alloc_printf("%zu", number);
    table_add_cell(table, text);
}

static void add_row(struct table *table, const struct life_row *row, bool median, bool tail,
                    bool is_storm, bool intervals)
{
    scope_free char *name = life_row_name(row);
    table_add_cell(table, name);
    add_number(table, row->guests);
    if (median) {
        add_number(table, row->boots);
        add_number(table, row->count);
        add_estimate(table, QUANTITY_DURATION, &row->p50_ns, intervals);
    }
    if (median && is_storm)
        add_estimate(table, QUANTITY_TIMES, &row->over_alone, intervals);
    if (tail) {
        add_duration(table, row->p90_ns);
        add_duration(table, row->p99_ns);
        add_duration(table, row->max_ns);
    }
}

void life_table_fill(struct table *table, const struct life *life, enum life_group first,
                     enum life_group last, bool intervals)
{
    bool median = first == LIFE_GROUP_MEDIAN, tail = last == LIFE_GROUP_TAIL;
    bool is_storm = life_storm(life) > 1;
    add_headings(table, median, tail, is_storm);
    for (size_t i = 0; i < life->row_count; i++)
        add_row(table, &life->rows[i], median, tail, is_storm, intervals);
}
