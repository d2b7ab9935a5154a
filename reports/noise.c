// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs of a document gathered figure by figure.
#include "reports/noise.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/model/arm_pair.h"
#include "reports/comparison.h"
#include "reports/comparison_columns.h"
#include "reports/document.h"
#include "reports/table.h"

// Intervals of a comparison are of that confidence.
#define CONFIDENCE 0.95

static bool is_pair(const struct document *document, const struct comparison *comparison)
{
    size_t pair;
    bool is_second;
    return document->campaign &&
           arm_pair_parse(document->runs[comparison->run].run.arm, &pair, &is_second) && is_second;
}

// The smallest density above `above` that any pair has measured in both runs; 0 for none.
static uint32_t next_density(const struct document *document, uint32_t above)
{
    uint32_t next = 0;
    for (size_t i = 0; i < document->comparison_count; i++) {
        const struct comparison *comparison = &document->comparisons[i];
        for (size_t r = 0; is_pair(document, comparison) && r < comparison->row_count; r++) {
            uint32_t guests = comparison->rows[r].guests;
            if (guests > above && (next == 0 || guests < next))
                next = guests;
        }
    }
    return next;
}

static void add_row(struct noise *noise, const struct document *document, uint32_t guests,
                    const struct comparison_column *column)
{
    scope_free struct estimate *ratios =
        alloc_zeroed(document->comparison_count, sizeof(ratios[0]));
    size_t count = 0;
    for (size_t i = 0; i < document->comparison_count; i++) {
        const struct comparison *comparison = &document->comparisons[i];
        const struct comparison_row *row =
            is_pair(document, comparison) ? comparison_find_row(comparison, guests) : NULL;
        if (row && isfinite(comparison_column_estimate(column, row)->value))
            ratios[count++] = *comparison_column_estimate(column, row);
    }
    if (count == 0)
        return;
    noise->rows = alloc_resized(noise->rows, noise->row_count + 1, sizeof(noise->rows[0]));
    noise->rows[noise->row_count] = (struct noise_row){
        .guests = guests,
        .column = column,
        .floor = noise_floor_of(ratios, count, CONFIDENCE),
    };
    noise->row_count++;
}

static struct noise_pair judge_pair(const struct comparison *comparison)
{
    struct noise_pair pair = {0};
    for (size_t r = 0; r < comparison->row_count; r++)
        for (size_t c = 0; c < comparison_column_count; c++) {
            const struct estimate *ratio =
                comparison_column_estimate(&comparison_columns[c], &comparison->rows[r]);
            bool is_ratio = comparison_columns[c].side == COMPARISON_BOTH;
            pair.judged += is_ratio && noise_is_judged(ratio);
            pair.alarms += is_ratio && noise_is_alarm(ratio);
        }
    return pair;
}

static void add_up(struct noise *noise, const struct document *document)
{
    scope_free struct noise_pair *pairs =
        alloc_zeroed(document->comparison_count + 1, sizeof(pairs[0]));
    for (size_t i = 0; i < document->comparison_count; i++) {
        if (!is_pair(document, &document->comparisons[i]))
            continue;
        const struct noise_pair pair = judge_pair(&document->comparisons[i]);
        pairs[noise->pairs++] = pair;
        noise->judged += pair.judged;
        noise->alarms += pair.alarms;
    }
    noise->expected = (double)noise->judged * (1 - CONFIDENCE);
    noise->share = noise_share_of(pairs, noise->pairs);
}

void noise_of(const struct document *document, struct noise *ret_noise)
{
    struct noise noise = {0};
    add_up(&noise, document);
    for (uint32_t guests = 0; (guests = next_density(document, guests)) > 0;)
        for (size_t c = 0; c < comparison_column_count; c++)
            if (comparison_columns[c].side == COMPARISON_BOTH)
                add_row(&noise, document, guests, &comparison_columns[c]);
    *ret_noise = noise;
}

void noise_done(struct noise *noise)
{
    free(noise->rows);
    *noise = (struct noise){0};
}

char *noise_expected_text(const struct noise_row *row)
{
    const struct noise_floor *floor = &row->floor;
    return alloc_printf("%.1f [%zu, %zu]", floor->expected, floor->least, floor->most);
}

static void add_cells(struct table *table, const struct noise_row *row)
{
    const struct noise_floor *floor = &row->floor;
    const struct estimate detectable = {floor->detectable_ratio, NAN, NAN};
    scope_free char *guests = alloc_printf("%" PRIu32, row->guests);
    scope_free char *ratio = quantity_compact(QUANTITY_TIMES, &floor->ratio, true);
    scope_free char *least = quantity_compact(QUANTITY_TIMES, &detectable, false);
    scope_free char *alarms = alloc_printf("%zu of %zu", floor->alarms, floor->judged);
    table_add_cell(table, guests);
    table_add_cell(table, row->column->heading);
    table_add_cell(table, ratio);
    table_add_cell(table, least);
    scope_free char *expected = noise_expected_text(row);
    table_add_cell(table, alarms);
    table_add_cell(table, expected);
}

void noise_table_fill(struct table *table, const struct noise *noise)
{
    table_add_column(table, "guests", false);
    table_add_column(table, "figure", true);
    table_add_column(table, "b over a", false);
    table_add_column(table, "least effect", false);
    table_add_column(table, "false alarms", false);
    table_add_column(table, "expected", false);
    for (size_t i = 0; i < noise->row_count; i++)
        add_cells(table, &noise->rows[i]);
}

char *noise_sentence(const struct noise *noise)
{
    scope_free char *share = quantity_compact(QUANTITY_SHARE, &noise->share, true);
    return alloc_printf("%zu pair%s of runs that are alike in everything. Noise was taken for an "
                        "effect in %zu of %zu judgements: %s, where %.0f %% are stated. The "
                        "interval is over pairs, since the figures of one pair go together. The "
                        "least effect is the smallest ratio that one such comparison would find in "
                        "4 of 5 cases; false alarms stand beside those that are expected, with "
                        "the range that chance allows.",
                        noise->pairs, noise->pairs == 1 ? "" : "s", noise->alarms, noise->judged,
                        share, 100 * (1 - CONFIDENCE));
}
