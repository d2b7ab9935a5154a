// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of ratios; every figure was computed in compare/.
#include "reports/compare/overhead_tables.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>

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
        table_add_column(table, "along the density", true);
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

void overhead_table_loads(struct table *table, const struct overhead *overhead)
{
    table_add_column(table, "load", true);
    table_add_column(table, "platform", true);
    table_add_column(table, "guest", true);
    table_add_column(table, "measure", true);
    add_ratio_columns(table, overhead);
    for (size_t i = 0; i < overhead->load_count; i++) {
        const struct overhead_load *load = &overhead->loads[i];
        const char *measure = overhead_headline(load);
        for (size_t k = 0; measure && k < load->arm_count; k++) {
            const struct overhead_curve *curve = overhead_curve_find(&load->arms[k], measure);
            if (!curve)
                continue;
            table_add_cell(table, load->name);
            table_add_cell(table, overhead->platforms[load->arms[k].platform].name);
            table_add_cell(table, load->arms[k].run->record->guest_kind);
            table_add_cell(table, measure);
            add_ratios(table, overhead, curve);
        }
    }
}

static char *number_text(const struct overhead_curve *curve, double number)
{
    char text[UNITS_TEXT_SIZE];
    return alloc_copy(quantity_format(text, overhead_quantity(curve->unit), number));
}

static void add_measure(struct table *table, const struct overhead *overhead,
                        const struct overhead_arm *arm, const struct overhead_curve *curve)
{
    table_add_cell(table, curve->measure);
    table_add_cell(table, overhead->platforms[arm->platform].name);
    add_taken(table, number_text(curve, curve->cells[0].base));
    add_taken(table, number_text(curve, curve->cells[0].value));
    add_ratios(table, overhead, curve);
}

// Measure by measure, so that platforms stand below each other; all of them in the order in which
// the first arm that has them tells them.
typedef void add_rows(struct table *table, const struct overhead *overhead,
                      const struct overhead_arm *arm, const struct overhead_curve *curve);

static bool was_told(const struct overhead_load *load, size_t arm, const char *measure)
{
    for (size_t i = 0; i < arm; i++)
        if (overhead_curve_find(&load->arms[i], measure))
            return true;
    return false;
}

static void add_of_all(struct table *table, const struct overhead *overhead,
                       const struct overhead_load *load, bool only_judged, add_rows *add)
{
    for (size_t i = 0; i < load->arm_count; i++)
        for (size_t c = 0; c < load->arms[i].curve_count; c++) {
            const struct overhead_curve *first = &load->arms[i].curves[c];
            if ((only_judged && !first->is_judged) || was_told(load, i, first->measure))
                continue;
            for (size_t k = i; k < load->arm_count; k++) {
                const struct overhead_curve *curve =
                    overhead_curve_find(&load->arms[k], first->measure);
                if (curve)
                    add(table, overhead, &load->arms[k], curve);
            }
        }
}

void overhead_table_measures(struct table *table, const struct overhead *overhead,
                             const struct overhead_load *load)
{
    scope_free char *least = heading_at(overhead_least_guests(overhead));
    scope_free char *base = alloc_printf("native, %s", least);
    table_add_column(table, "measure", true);
    table_add_column(table, "platform", true);
    table_add_column(table, base, false);
    table_add_column(table, "its own", false);
    add_ratio_columns(table, overhead);
    add_of_all(table, overhead, load, true, add_measure);
}

static void add_densities(struct table *table, const struct overhead *overhead,
                          const struct overhead_arm *arm, const struct overhead_curve *curve)
{
    for (size_t i = 0; i < curve->cell_count; i++) {
        const struct overhead_cell *cell = &curve->cells[i];
        table_add_cell(table, curve->measure);
        table_add_cell(table, overhead->platforms[arm->platform].name);
        add_taken(table, alloc_printf("%" PRIu32, cell->guests));
        add_taken(table, alloc_printf("%zu", cell->boots));
        add_taken(table, number_text(curve, cell->base));
        add_taken(table, number_text(curve, cell->value));
        add_taken(table, quantity_compact(QUANTITY_TIMES, &cell->ratio, true));
        add_taken(table, quantity_compact(QUANTITY_TIMES, &cell->growth, true));
    }
}

void overhead_table_densities(struct table *table, const struct overhead *overhead,
                              const struct overhead_load *load)
{
    table_add_column(table, "measure", true);
    table_add_column(table, "platform", true);
    table_add_column(table, "guests", false);
    table_add_column(table, "boots", false);
    table_add_column(table, "native", false);
    table_add_column(table, "its own", false);
    table_add_column(table, "over native", false);
    table_add_column(table, "over the fewest guests", false);
    add_of_all(table, overhead, load, false, add_densities);
}
