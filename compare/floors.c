// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs of runs found by their arms, their ratios measure by measure, and the floor that follows.
#include "compare/floors.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/inference/log_ratio.h"
#include "common/inference/noise_floor.h"
#include "common/model/arm_pair.h"
#include "compare/comparable.h"
#include "compare/measure.h"

#define CONFIDENCE 0.95

struct pair {
    const struct side_run *runs[2];
    struct measure_set sets[2];
};

struct pairs {
    struct pair *list;
    size_t count;
};

static struct pairs find_pairs(const struct side_run *runs, size_t count)
{
    struct pairs pairs = {.list = alloc_zeroed(count + 1, sizeof *pairs.list)};
    for (size_t i = 0; i < count; i++) {
        size_t number, other;
        bool is_second;
        if (!arm_pair_parse(runs[i].record->arm, &number, &is_second) || is_second)
            continue;
        for (size_t j = 0; j < count; j++)
            if (arm_pair_parse(runs[j].record->arm, &other, &is_second) && is_second &&
                other == number) {
                pairs.list[pairs.count++] = (struct pair){.runs = {&runs[i], &runs[j]}};
                break;
            }
    }
    return pairs;
}

static void pairs_done(struct pairs *pairs)
{
    for (size_t i = 0; i < pairs->count; i++) {
        measure_set_done(&pairs->list[i].sets[0]);
        measure_set_done(&pairs->list[i].sets[1]);
    }
    free(pairs->list);
}

static const struct measure_series *series_of(const struct pair *pair, int side,
                                              const struct measure_series *like)
{
    return measure_set_find(&pair->sets[side], like->name, like->guests);
}

// NAN where one of the two lacks it. Their boots are added to *inverse_boots.
static struct estimate ratio_of(const struct pair *pair, const struct measure_series *like,
                                double *inverse_boots)
{
    const struct measure_series *a = series_of(pair, 0, like), *b = series_of(pair, 1, like);
    if (!a || !b)
        return (struct estimate){NAN, NAN, NAN};
    *inverse_boots += (1 / (double)a->boots.count + 1 / (double)b->boots.count) / 2;
    return log_ratio_of(b->boots.values, b->boots.count, a->boots.values, a->boots.count);
}

static const struct floor_entry *find(const struct floors *floors, const char *key,
                                      const char *measure, uint32_t guests)
{
    for (size_t i = 0; floors && i < floors->count; i++)
        if (floors->list[i].guests == guests && strcmp(floors->list[i].measure, measure) == 0 &&
            strcmp(floors->list[i].key, key) == 0)
            return &floors->list[i];
    return NULL;
}

static void add_entry(struct floors *floors, const char *key, const struct pairs *pairs,
                      const struct measure_series *series)
{
    scope_free struct estimate *ratios = alloc_zeroed(pairs->count, sizeof *ratios);
    double inverse_boots = 0;
    for (size_t i = 0; i < pairs->count; i++)
        ratios[i] = ratio_of(&pairs->list[i], series, &inverse_boots);
    struct noise_floor floor = noise_floor_of(ratios, pairs->count, CONFIDENCE);
    if (floor.pairs < 2)
        return;
    floors->list = alloc_resized(floors->list, floors->count + 1, sizeof *floors->list);
    floors->list[floors->count++] = (struct floor_entry){
        .key = alloc_copy(key),
        .measure = alloc_copy(series->name),
        .guests = series->guests,
        .pairs = floor.pairs,
        .boots = (double)floor.pairs / inverse_boots,
        .pair_log_sd = floor.pair_log_sd,
    };
}

void floors_add(struct floors *floors, const struct side_run *runs, size_t count)
{
    __attribute__((cleanup(pairs_done))) struct pairs pairs = find_pairs(runs, count);
    scope_free char *key = pairs.count > 0 ? comparable_key(pairs.list[0].runs[0]) : NULL;
    for (size_t i = 0; i < pairs.count; i++)
        for (int side = 0; side < 2; side++)
            measure_set_of(pairs.list[i].runs[side], &pairs.list[i].sets[side]);
    for (size_t i = 0; i < pairs.count; i++) {
        const struct measure_set *set = &pairs.list[i].sets[0];
        for (size_t m = 0; m < set->count; m++)
            if (!find(floors, key, set->list[m].name, set->list[m].guests))
                add_entry(floors, key, &pairs, &set->list[m]);
    }
}

void floors_done(struct floors *floors)
{
    if (!floors)
        return;
    for (size_t i = 0; i < floors->count; i++) {
        free(floors->list[i].key);
        free(floors->list[i].measure);
    }
    for (size_t i = 0; i < floors->looked_for_count; i++)
        free(floors->looked_for[i]);
    free(floors->looked_for);
    free(floors->list);
    *floors = (struct floors){0};
}

bool floors_know(const struct floors *floors, const char *key)
{
    for (size_t i = 0; i < floors->count; i++)
        if (strcmp(floors->list[i].key, key) == 0)
            return true;
    return false;
}

double floors_find(const struct floors *floors, const char *key, const char *measure,
                   uint32_t guests, double boots, bool is_interleaved)
{
    const struct floor_entry *entry = find(floors, key, measure, guests);
    if (!entry || !(boots > 0))
        return NAN;
    double scale = entry->boots / boots;
    const struct spread noise = {
        .is_known = true,
        .is_logarithmic = true,
        .variance =
            entry->pair_log_sd * entry->pair_log_sd * (is_interleaved ? scale : fmax(scale, 1)),
        .freedom = (double)entry->pairs,
    };
    return spread_interval(1, &noise, CONFIDENCE).high;
}
