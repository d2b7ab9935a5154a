// SPDX-License-Identifier: GPL-3.0-or-later
// Ratios by resampling boots and guests of both runs on their own.
#include "reports/comparison.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/inference/sample.h"
#include "reports/describe.h"
#include "reports/document_run.h"
#include "reports/quantity.h"
#include "reports/table.h"

static bool same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool same_load(const struct load *a, const struct load *b)
{
    return same_text(a->workload, b->workload) && same_text(a->variant, b->variant) &&
           a->arrivals == b->arrivals && a->working_set_bytes == b->working_set_bytes &&
           a->threads == b->threads &&
           (a->arrivals == LOAD_CLOSED ||
            (a->rate.is_share == b->rate.is_share && a->rate.value == b->rate.value));
}

static bool same_shape(const struct shape *a, const struct shape *b)
{
    return a->vcpus == b->vcpus && a->memory_bytes == b->memory_bytes;
}

static char *why_not(const struct document_run *subject, const struct document_run *other)
{
    if (!same_load(&subject->scenario.load, &other->scenario.load)) {
        scope_free char *ours = load_describe(&subject->scenario.load);
        scope_free char *theirs = load_describe(&other->scenario.load);
        return alloc_printf("Not comparable: the loads differ (%s; %s).", ours, theirs);
    }
    if (!same_shape(&subject->scenario.shape, &other->scenario.shape)) {
        scope_free char *ours = describe_shape(subject);
        scope_free char *theirs = describe_shape(other);
        return alloc_printf("Not comparable: the guests' shapes differ (%s; %s).", ours, theirs);
    }
    for (size_t i = 0; i < subject->density_count; i++)
        if (document_density(other, subject->densities[i].guests))
            return NULL;
    return alloc_copy("Not comparable: no density was measured in both.");
}

// Resamples the finished boots of one density of one run.
static void resample(struct bootstrap *bootstrap, const struct document_run *run, uint32_t guests,
                     uint64_t seed)
{
    struct sample sample;
    sample_init(&sample, guests);
    for (size_t s = 0; s < run->step_count; s++) {
        const struct step_record *step = &run->steps[s];
        if (step->kind == RECORD_STEP_LADDER && step->state == RECORD_DONE &&
            step->guests == guests)
            sample_add_step(&sample, step, false);
    }
    const struct bootstrap_plan plan = {
        .boots = sample.guest_counts,
        .boot_count = sample.boot_count,
        .seed = seed,
    };
    bootstrap_init(bootstrap, &plan, SAMPLE_STATISTICS, sample_statistics, &sample);
    sample_done(&sample);
}

static struct comparison_row compare_density(const struct document_run *subject,
                                             const struct document_run *other, uint32_t guests)
{
    struct bootstrap above, below;
    uint64_t seed = rng_derive(subject->run.seed, guests);
    resample(&above, subject, guests, rng_derive(seed, 0));
    resample(&below, other, guests, rng_derive(seed, 1));
    struct comparison_row row = {
        .guests = guests,
        .throughput_ratio = bootstrap_read_ratio(&above, &below, SAMPLE_THROUGHPUT),
        .p99_ratio = bootstrap_read_ratio(&above, &below, SAMPLE_P99),
    };
    bootstrap_done(&above);
    bootstrap_done(&below);
    return row;
}

struct comparison comparison_of(const struct document_run *subject,
                                const struct document_run *other)
{
    struct comparison comparison = {.reason = why_not(subject, other)};
    if (comparison.reason)
        return comparison;
    comparison.rows = alloc_zeroed(subject->density_count, sizeof(*comparison.rows));
    for (size_t i = 0; i < subject->density_count; i++) {
        uint32_t guests = subject->densities[i].guests;
        if (document_density(other, guests))
            comparison.rows[comparison.row_count++] = compare_density(subject, other, guests);
    }
    return comparison;
}

void comparison_table_fill(struct table *table, const struct comparison *comparison)
{
    table_add_column(table, "guests", false);
    table_add_column(table, "throughput a guest", false);
    table_add_column(table, "p99", false);
    for (size_t i = 0; i < comparison->row_count; i++) {
        const struct comparison_row *row = &comparison->rows[i];
        scope_free char *guests = alloc_printf("%" PRIu32, row->guests);
        scope_free char *throughput =
            quantity_compact(QUANTITY_TIMES, &row->throughput_ratio, true);
        scope_free char *p99 = quantity_compact(QUANTITY_TIMES, &row->p99_ratio, true);
        table_add_cell(table, guests);
        table_add_cell(table, throughput);
        table_add_cell(table, p99);
    }
}

void comparison_done(struct comparison *comparison)
{
    if (!comparison)
        return;
    free(comparison->reason);
    free(comparison->rows);
    *comparison = (struct comparison){0};
}
