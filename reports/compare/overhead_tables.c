// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of ratios; every figure was computed in compare/.
#include "reports/compare/overhead_tables.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "compare/overhead.h"
#include "reports/compare/overhead_say.h"
#include "reports/table.h"

static void add_taken(struct table *table, char *text)
{
    table_add_cell(table, text);
    free(text);
}

static char *heading_at(uint32_t guests)
{
    return alloc_printf("%" PRIu32 " guest%s", guests, guests == 1 ? "" : "s");
}

// Columns of the ratio with the fewest and with the most guests, and what is between them.
static void add_ratio_columns(struct table *table, const struct overhead *overhead)
{
    uint32_t least = overhead_least_guests(overhead), most = overhead_most_guests(overhead);
    scope_free char *first = heading_at(least), *last = heading_at(most);
    table_add_column(table, first, false);
    if (most > least)
        table_add_column(table, last, false);
    if (most > least)
        table_add_column(table, "overhead grows", true);
}

// "-" where that density was not measured.
static void add_ratio_at(struct table *table, const struct overhead_curve *curve, uint32_t guests)
{
    for (size_t i = 0; i < curve->cell_count; i++)
        if (curve->cells[i].guests == guests) {
            add_taken(table, quantity_compact(QUANTITY_TIMES, &curve->cells[i].ratio, true));
            return;
        }
    table_add_cell(table, "-");
}

static void add_ratios(struct table *table, const struct overhead *overhead,
                       const struct overhead_curve *curve)
{
    uint32_t least = overhead_least_guests(overhead), most = overhead_most_guests(overhead);
    add_ratio_at(table, curve, least);
    if (most == least)
        return;
    add_ratio_at(table, curve, most);
    add_taken(table, overhead_course_words(curve));
}

// "idle:sleep (memory)" where the headline is not throughput.
static char *load_text(const struct overhead_load *load, const char *measure)
{
    if (strcmp(measure, "throughput") == 0)
        return alloc_copy(load->name);
    return alloc_printf("%s (%s)", load->name, measure);
}

void overhead_table_loads(struct table *table, const struct overhead *overhead, bool is_wide)
{
    table_add_column(table, "load", true);
    table_add_column(table, "platform", true);
    if (is_wide)
        table_add_column(table, "guest", true);
    add_ratio_columns(table, overhead);
    for (size_t i = 0; i < overhead->load_count; i++) {
        const struct overhead_load *load = &overhead->loads[i];
        const char *measure = overhead_headline(load);
        for (size_t k = 0; measure && k < load->arm_count; k++) {
            const struct overhead_arm *arm = &load->arms[k];
            const struct overhead_curve *curve = overhead_curve_find(arm, measure);
            if (!curve)
                continue;
            add_taken(table, load_text(load, measure));
            table_add_cell(table, overhead->platforms[arm->platform].name);
            if (is_wide)
                table_add_cell(table, arm->run->record->guest_kind);
            add_ratios(table, overhead, curve);
        }
    }
}

static char *number_text(const struct overhead_curve *curve, double number)
{
    char text[UNITS_TEXT_SIZE];
    return alloc_copy(quantity_format(text, overhead_quantity(curve->unit), number));
}

// What rows are added with.
struct rows {
    struct table *table;
    const struct overhead *overhead;
    bool is_wide;
};

static void add_measure(const struct rows *rows, const struct overhead_arm *arm,
                        const struct overhead_curve *curve)
{
    table_add_cell(rows->table, curve->measure);
    table_add_cell(rows->table, rows->overhead->platforms[arm->platform].name);
    if (rows->is_wide) {
        add_taken(rows->table, number_text(curve, curve->cells[0].base));
        add_taken(rows->table, number_text(curve, curve->cells[0].value));
    }
    add_ratios(rows->table, rows->overhead, curve);
}

typedef void add_rows(const struct rows *rows, const struct overhead_arm *arm,
                      const struct overhead_curve *curve);

// Judged ones, and how long a guest takes to be there.
static bool matters(const struct overhead_curve *curve)
{
    return curve->is_judged || strcmp(curve->measure, "hello_p50") == 0;
}

static bool was_told(const struct overhead_load *load, size_t arm, const char *measure)
{
    for (size_t i = 0; i < arm; i++)
        if (overhead_curve_find(&load->arms[i], measure))
            return true;
    return false;
}

// Measure by measure, so that platforms stand below each other; all of them in the order in which
// the first arm that has them tells them.
static void add_of_all(const struct rows *rows, const struct overhead_load *load, bool all,
                       add_rows *add)
{
    for (size_t i = 0; i < load->arm_count; i++)
        for (size_t c = 0; c < load->arms[i].curve_count; c++) {
            const struct overhead_curve *first = &load->arms[i].curves[c];
            if ((!all && !matters(first)) || was_told(load, i, first->measure))
                continue;
            for (size_t k = i; k < load->arm_count; k++) {
                const struct overhead_curve *curve =
                    overhead_curve_find(&load->arms[k], first->measure);
                if (curve)
                    add(rows, &load->arms[k], curve);
            }
        }
}

void overhead_table_measures(struct table *table, const struct overhead *overhead,
                             const struct overhead_load *load, bool is_wide)
{
    const struct rows rows = {table, overhead, is_wide};
    scope_free char *least = heading_at(overhead_least_guests(overhead));
    scope_free char *base = alloc_printf("native, %s", least);
    table_add_column(table, "measure", true);
    table_add_column(table, "platform", true);
    if (is_wide) {
        table_add_column(table, base, false);
        table_add_column(table, "its own", false);
    }
    add_ratio_columns(table, overhead);
    add_of_all(&rows, load, false, add_measure);
}

static void add_densities(const struct rows *rows, const struct overhead_arm *arm,
                          const struct overhead_curve *curve)
{
    for (size_t i = 0; i < curve->cell_count; i++) {
        const struct overhead_cell *cell = &curve->cells[i];
        table_add_cell(rows->table, curve->measure);
        table_add_cell(rows->table, rows->overhead->platforms[arm->platform].name);
        add_taken(rows->table, alloc_printf("%" PRIu32, cell->guests));
        add_taken(rows->table, alloc_printf("%zu", cell->boots));
        add_taken(rows->table, number_text(curve, cell->base));
        add_taken(rows->table, number_text(curve, cell->value));
        add_taken(rows->table, quantity_compact(QUANTITY_TIMES, &cell->ratio, true));
        add_taken(rows->table, quantity_compact(QUANTITY_TIMES, &cell->growth, true));
    }
}

void overhead_table_densities(struct table *table, const struct overhead *overhead,
                              const struct overhead_load *load)
{
    const struct rows rows = {table, overhead, true};
    table_add_column(table, "measure", true);
    table_add_column(table, "platform", true);
    table_add_column(table, "guests", false);
    table_add_column(table, "boots", false);
    table_add_column(table, "native", false);
    table_add_column(table, "its own", false);
    table_add_column(table, "over native", false);
    table_add_column(table, "over the fewest guests", false);
    add_of_all(&rows, load, true, add_densities);
}
