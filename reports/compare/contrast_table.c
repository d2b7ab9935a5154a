// SPDX-License-Identifier: GPL-3.0-or-later
// Columns that would be empty in every row are left out.
#include "reports/compare/contrast_table.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "reports/compare/contrast_words.h"
#include "reports/compare/effect.h"
#include "reports/table.h"
#include "reports/utf8.h"

enum { NAME_COLUMNS = 14 };

// --- which rows ---------------------------------------------------------------------------------

// Smaller comes first; what is not told has the largest.
static int rank_of(const struct judgement *judgement)
{
    if (!judgement->is_judged)
        return CONTRAST_VERDICT_COUNT;
    switch (judgement->verdict) {
    case CONTRAST_WORSE:
        return 0;
    case CONTRAST_UNDECIDED:
        return 1;
    case CONTRAST_BETTER:
        return 2;
    default:
        return CONTRAST_VERDICT_COUNT;
    }
}

static double size_of(const struct judgement *judgement)
{
    double size = fabs(log(judgement->ratio.value));
    return isnan(size) ? 0 : size;
}

// Undecided ones, and those that are alike, stay in the order of the contrast: both point into its
// list.
static int by_weight(const void *left, const void *right)
{
    const struct judgement *a = *(const struct judgement *const *)left;
    const struct judgement *b = *(const struct judgement *const *)right;
    int rank = rank_of(a) - rank_of(b);
    double ours = size_of(a), theirs = size_of(b);
    if (rank != 0)
        return rank;
    if (a->verdict != CONTRAST_UNDECIDED && ours != theirs)
        return theirs > ours ? 1 : -1;
    return (a > b) - (a < b);
}

const struct judgement **contrast_rows(const struct contrast *contrast, enum contrast_rows rows,
                                       size_t *ret_count)
{
    const struct judgement **list = alloc_zeroed(contrast->count, sizeof(const struct judgement *));
    size_t count = 0;
    for (size_t i = 0; i < contrast->count; i++) {
        bool is_told = rank_of(&contrast->list[i]) < CONTRAST_VERDICT_COUNT;
        if (is_told == (rows == CONTRAST_ROWS_TOLD))
            list[count++] = &contrast->list[i];
    }
    if (rows == CONTRAST_ROWS_TOLD)
        qsort(list, count, sizeof(const struct judgement *), by_weight);
    *ret_count = count;
    return list;
}

// --- columns ------------------------------------------------------------------------------------

// Of one table.
struct layout {
    const struct contrast *contrast;
    const char *(*mark)(enum contrast_verdict verdict);
    bool has_figures, has_p, has_reference, has_floor, has_more;
};

static struct layout layout_of(const struct contrast *contrast,
                               const struct contrast_columns *columns)
{
    struct layout layout = {.contrast = contrast,
                            .mark = columns->mark,
                            .has_figures = columns->left_out < CONTRAST_COLUMNS_LEAST,
                            .has_reference = contrast_has_reference(contrast)};
    for (size_t i = 0; i < columns->count; i++) {
        const struct judgement *row = columns->list[i];
        layout.has_p = layout.has_p || isfinite(row->p_adjusted);
        layout.has_floor = layout.has_floor || isfinite(row->floor);
        layout.has_more = layout.has_more || judgement_has_more(row);
    }
    layout.has_floor = layout.has_floor && columns->left_out < CONTRAST_COLUMNS_NO_NOISE;
    layout.has_p = layout.has_p && columns->left_out < CONTRAST_COLUMNS_NO_P;
    return layout;
}

static void add_side(struct table *table, const struct contrast *contrast, size_t side)
{
    scope_free char *name = utf8_cut(contrast->names[side], NAME_COLUMNS);
    table_add_column(table, name, false);
}

static void add_columns(struct table *table, const struct layout *layout)
{
    scope_free char *densities = alloc_printf("%ss", contrast_density(layout->contrast));
    table_add_column(table, "measure", true);
    table_add_column(table, densities, false);
    table_add_column(table, "verdict", true);
    table_add_column(table, "change", false);
    if (layout->has_reference)
        table_add_column(table, "without reference", false);
    for (size_t side = 0; layout->has_figures && side < 2; side++)
        add_side(table, layout->contrast, side);
    if (layout->has_p)
        table_add_column(table, "p", false);
    if (layout->has_floor)
        table_add_column(table, "noise", false);
    table_add_column(table, "boots", false);
    if (layout->has_more)
        table_add_column(table, "to decide", true);
}

// Takes the text over.
static void add_taken(struct table *table, char *text)
{
    table_add_cell(table, text);
    free(text);
}

static char *verdict_text(const struct layout *layout, const struct judgement *judgement)
{
    const char *name = contrast_verdict_name(judgement->verdict);
    if (!judgement->is_judged)
        return alloc_copy("not judged");
    if (layout->mark)
        return alloc_printf("%s %s", layout->mark(judgement->verdict), name);
    return alloc_copy(name);
}

static void add_row(struct table *table, const struct layout *layout,
                    const struct judgement *judgement)
{
    table_add_cell(table, judgement->measure);
    add_taken(table, alloc_printf("%" PRIu32, judgement->guests));
    add_taken(table, verdict_text(layout, judgement));
    add_taken(table, effect_text(&judgement->ratio));
    if (layout->has_reference)
        add_taken(table, effect_text(&judgement->raw));
    for (size_t side = 0; layout->has_figures && side < 2; side++)
        add_taken(table, effect_value(judgement->unit, judgement->values[side]));
    if (layout->has_p)
        add_taken(table, effect_p(judgement->p_adjusted));
    if (layout->has_floor)
        add_taken(table, judgement_noise(judgement));
    add_taken(table, judgement->boots[0] == judgement->boots[1]
                         ? alloc_printf("%zu", judgement->boots[0])
                         : alloc_printf("%zu, %zu", judgement->boots[0], judgement->boots[1]));
    if (layout->has_more)
        add_taken(table, judgement_more_short(layout->contrast, judgement));
}

void contrast_table_fill(struct table *table, const struct contrast *contrast,
                         const struct contrast_columns *columns)
{
    struct layout layout = layout_of(contrast, columns);
    add_columns(table, &layout);
    for (size_t i = 0; i < columns->count; i++)
        add_row(table, &layout, columns->list[i]);
}
