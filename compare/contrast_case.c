// SPDX-License-Identifier: GPL-3.0-or-later
// Sides measured, judgement by judgement in the order of the table.
#include "compare/contrast_case.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "compare/contrast_levels.h"
#include "compare/contrast_reference.h"
#include "compare/floors.h"

// --- what there is to judge ---------------------------------------------------------------------

static size_t rank_of(const char *name)
{
    size_t rank = 0;
    while (rank < measure_count && !measure_name_means(measure_table[rank].name, name))
        rank++;
    return rank;
}

static int by_table(const void *left, const void *right)
{
    const struct measure_series *a = *(const struct measure_series *const *)left;
    const struct measure_series *b = *(const struct measure_series *const *)right;
    size_t ours = rank_of(a->name), theirs = rank_of(b->name);
    if (ours != theirs)
        return ours < theirs ? -1 : 1;
    int names = strcmp(a->name, b->name), units = strcmp(a->unit, b->unit);
    if (names || a->guests != b->guests)
        return names ? names : (a->guests > b->guests) - (a->guests < b->guests);
    return units ? units : a->higher_is_better - b->higher_is_better;
}

// One series of each measure and density that any run has, in the order in which they are told; of
// figures of one name that are in other units one each. New array.
static const struct measure_series **list_series(const struct contrast_sides *sides,
                                                 size_t *ret_count)
{
    const struct measure_series **list = NULL;
    size_t count = 0, kept = 0;
    for (int s = 0; s < 2; s++)
        for (size_t r = 0; r < sides->sides[s]->run_count; r++) {
            const struct measure_set *set = &sides->sets[s][r];
            list = alloc_resized(list, count + set->count + 1, sizeof *list);
            for (size_t i = 0; i < set->count; i++)
                list[count++] = &set->list[i];
        }
    qsort(list, count, sizeof *list, by_table);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || by_table(&list[kept - 1], &list[i]) != 0)
            list[kept++] = list[i];
    *ret_count = kept;
    return list;
}

// Unasked, what every run that tells it says is judged.
static bool is_judged_unasked(const struct contrast_sides *sides, const struct measure_series *like)
{
    for (int s = 0; s < 2; s++)
        for (size_t r = 0; r < sides->sides[s]->run_count; r++) {
            const struct measure_series *series = contrast_sides_find(sides, s, r, like);
            if (series && !series->is_judged)
                return false;
        }
    return true;
}

static bool is_judged(const struct contrast_sides *sides, const struct measure_series *series,
                      const struct contrast_options *options)
{
    for (size_t i = 0; i < options->measure_count; i++)
        if (measure_name_means(options->measures[i], series->name))
            return true;
    return !options->measures && is_judged_unasked(sides, series);
}

// --- one judgement ------------------------------------------------------------------------------

static double harmonic_boots(const struct contrast_units *units)
{
    return 2 / (1 / (double)units->boots[0] + 1 / (double)units->boots[1]);
}

static void measure(struct judgement *judgement, struct contrast_finding *finding,
                    const struct contrast_sides *sides, const struct contrast_options *options,
                    const struct contrast_ratio *reference, const struct measure_series *series)
{
    contrast_units_of(sides, series, &finding->units);
    const struct contrast_units *units = &finding->units;
    double confidence = options->confidence;
    finding->ratio = contrast_ratio_of(units);
    judgement->raw = contrast_ratio_interval(&finding->ratio, confidence);
    contrast_reference_put(finding, series, reference);
    judgement->ratio = contrast_ratio_interval(&finding->ratio, confidence);
    contrast_ratio_values(units, judgement->values);
    judgement->is_paired = units->is_paired;
    for (int s = 0; s < 2; s++) {
        judgement->boots[s] = units->boots[s];
        judgement->units[s] = units->counts[s];
    }
    judgement->floor = floors_find(options->floors, sides->key, series->name, series->guests,
                                   harmonic_boots(units), units->is_paired);
}

static void add_judgement(struct contrast_case *one, const struct contrast_sides *sides,
                          const struct contrast_options *options,
                          const struct contrast_ratio *reference,
                          const struct measure_series *series)
{
    size_t at = one->contrast.count++;
    struct judgement *judgement = &one->contrast.list[at];
    one->findings[at].seed = rng_derive(options->seed, at);
    *judgement = (struct judgement){
        .measure = alloc_copy(series->name),
        .unit = alloc_copy(series->unit),
        .higher_is_better = series->higher_is_better,
        .is_judged = is_judged(sides, series, options),
        .guests = series->guests,
        .p = NAN,
        .p_adjusted = NAN,
        .p_least = NAN,
    };
    measure(judgement, &one->findings[at], sides, options, reference, series);
    bool has_levels = strcmp(series->name, "throughput") == 0;
    for (int s = 0; s < 2; s++)
        judgement->levels[s] = has_levels ? contrast_levels_of(sides->sides[s], series->guests)
                                          : contrast_levels_none();
}

// --- all of it ----------------------------------------------------------------------------------

static struct contrast_options with_defaults(const struct contrast_options *options)
{
    struct contrast_options all = options ? *options : (struct contrast_options){0};
    if (!(all.threshold > 0))
        all.threshold = CONTRAST_THRESHOLD_DEFAULT;
    if (!(all.confidence > 0))
        all.confidence = SEQUENTIAL_CONFIDENCE_DEFAULT;
    if (!(all.false_discovery > 0))
        all.false_discovery = CONTRAST_FALSE_DISCOVERY_DEFAULT;
    return all;
}

static void name_side(struct contrast *contrast, int s, const struct side *side)
{
    contrast->names[s] = alloc_copy(side->name);
    contrast->run_counts[s] = side->run_count;
    contrast->run_ids[s] = alloc_zeroed(side->run_count, sizeof *contrast->run_ids[s]);
    for (size_t i = 0; i < side->run_count; i++)
        contrast->run_ids[s][i] = side->runs[i].record->id;
}

static void measure_all(struct contrast_case *one, const struct side *a, const struct side *b,
                        const struct contrast_options *options)
{
    struct contrast_sides sides;
    struct contrast_ratio reference;
    size_t count;
    contrast_sides_init(&sides, a, b);
    one->contrast.is_interleaved = sides.is_interleaved;
    bool has_reference = contrast_reference_read(&one->contrast, options, &reference);
    scope_free const struct measure_series **list = list_series(&sides, &count);
    one->contrast.list = alloc_zeroed(count + 1, sizeof *one->contrast.list);
    one->findings = alloc_zeroed(count + 1, sizeof *one->findings);
    for (size_t i = 0; i < count; i++)
        add_judgement(one, &sides, options, has_reference ? &reference : NULL, list[i]);
    contrast_sides_done(&sides);
}

int contrast_case_init(struct contrast_case *one, const struct side *a, const struct side *b,
                       const struct contrast_options *options, struct err *err)
{
    const struct contrast_options all = with_defaults(options);
    *one = (struct contrast_case){.contrast = {.threshold = all.threshold,
                                               .confidence = all.confidence,
                                               .false_discovery = all.false_discovery}};
    int r = contrast_check_sides(&one->contrast, a, b, all.anyway, err);
    if (r == 0) {
        name_side(&one->contrast, 0, a);
        name_side(&one->contrast, 1, b);
        measure_all(one, a, b, &all);
        r = contrast_check_common(&one->contrast, err);
    }
    if (r < 0) {
        contrast_case_done(one);
        return r;
    }
    contrast_add_remarks(&one->contrast, a, b);
    contrast_describe(&one->contrast, a, b);
    return 0;
}

void contrast_case_done(struct contrast_case *one)
{
    for (size_t i = 0; one->findings && i < one->contrast.count; i++)
        contrast_units_done(&one->findings[i].units);
    free(one->findings);
    contrast_done(&one->contrast);
    *one = (struct contrast_case){0};
}

struct contrast contrast_case_take(struct contrast_case *one)
{
    struct contrast contrast = one->contrast;
    for (size_t i = 0; i < contrast.count; i++)
        contrast_units_done(&one->findings[i].units);
    free(one->findings);
    *one = (struct contrast_case){0};
    return contrast;
}
