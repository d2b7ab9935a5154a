// SPDX-License-Identifier: GPL-3.0-or-later
// The three tables of a purchase's keys and that of assumptions as one list of dotted paths; the
// one table of a consolidation's.
#include "cli/plan_key_print.h"

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/value/assumption.h"
#include "planner/plan/plan_key.h"
#include "planner/request/request.h"
#include "reports/table.h"

static void rows_of(const struct plan_key *keys, const char *before, plan_key_row_fn *row,
                    void *context)
{
    for (; keys->key; keys++) {
        scope_free char *path = alloc_printf("%s%s", before, keys->key);
        row(context, path, keys->unit, keys->fallback, keys->help);
    }
}

static void rows_of_assumptions(plan_key_row_fn *row, void *context)
{
    for (size_t i = 0; i < ASSUMPTION_TOTAL; i++) {
        const struct assumption_record *record = &assumption_table[i];
        struct uncertain number = assumption_default((enum assumption)i);
        scope_free char *fallback = assumption_format_uncertain((enum assumption)i, &number, NULL);
        row(context, record->key, assumption_unit_name(record->unit), fallback, record->help);
    }
}

void plan_key_rows(plan_key_row_fn *row, void *context)
{
    rows_of(plan_top_keys, "", row, context);
    rows_of(plan_class_keys, "guests.NAME.", row, context);
    rows_of_assumptions(row, context);
    rows_of(plan_licence_keys, "licences.NAME.", row, context);
}

void pack_key_rows(plan_key_row_fn *row, void *context)
{
    for (const struct request_key *key = request_keys; key->key; key++)
        row(context, key->key, key->unit, key->fallback, key->help);
}

static void add_row(void *context, const char *key, const char *unit, const char *fallback,
                    const char *help)
{
    struct table *table = context;
    table_add_cell(table, key);
    table_add_cell(table, unit);
    table_add_cell(table, fallback);
    table_add_cell(table, help);
}

void plan_key_print_markdown(plan_key_rows_fn *rows, struct strbuf *out)
{
    static const char *const headings[] = {"key", "unit", "default", "meaning"};
    scope_table struct table table = {0};
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++)
        table_add_column(&table, headings[i], true);
    rows(add_row, &table);
    table_draw_markdown(&table, out);
}
