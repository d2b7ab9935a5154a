// SPDX-License-Identifier: GPL-3.0-or-later
// Boots gathered into units, and units into blocks: boots of two arms of one campaign by their
// repeat, runs by their campaign.
#include "compare/contrast_units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "compare/comparable.h"

static const char *campaign_of(const struct side_run *run)
{
    return run->record->campaign ? run->record->campaign : "";
}

// --- the sides ----------------------------------------------------------------------------------

static const struct side_run *partner(const struct side *side, const char *campaign)
{
    const struct side_run *found = NULL;
    for (size_t i = 0; i < side->run_count; i++)
        if (strcmp(campaign_of(&side->runs[i]), campaign) == 0) {
            if (found)
                return NULL;
            found = &side->runs[i];
        }
    return found;
}

// Whether each run has its one partner on the other side, made in turns with it.
static bool are_partners(const struct side *a, const struct side *b)
{
    for (size_t i = 0; i < a->run_count; i++) {
        const char *campaign = campaign_of(&a->runs[i]);
        if (!*campaign || !partner(a, campaign) || !partner(b, campaign))
            return false;
    }
    return a->run_count == b->run_count;
}

static struct measure_set *read_sets(const struct side *side)
{
    struct measure_set *sets = alloc_zeroed(side->run_count, sizeof *sets);
    for (size_t i = 0; i < side->run_count; i++)
        measure_set_of(&side->runs[i], &sets[i]);
    return sets;
}

void contrast_sides_init(struct contrast_sides *sides, const struct side *a, const struct side *b)
{
    *sides = (struct contrast_sides){
        .sides = {a, b},
        .sets = {read_sets(a), read_sets(b)},
        .key = comparable_key(&a->runs[0]),
        .is_by_run = a->run_count > 1 && b->run_count > 1,
        .is_interleaved = are_partners(a, b),
    };
}

void contrast_sides_done(struct contrast_sides *sides)
{
    for (int s = 0; s < 2; s++) {
        for (size_t i = 0; sides->sets[s] && i < sides->sides[s]->run_count; i++)
            measure_set_done(&sides->sets[s][i]);
        free(sides->sets[s]);
    }
    free(sides->key);
    *sides = (struct contrast_sides){0};
}

const struct measure_series *contrast_sides_find(const struct contrast_sides *sides, int side,
                                                 size_t run, const struct measure_series *like)
{
    const struct measure_series *series =
        measure_set_find(&sides->sets[side][run], like->name, like->guests);
    bool is_same = series && strcmp(series->unit, like->unit) == 0 &&
                   series->higher_is_better == like->higher_is_better;
    return is_same ? series : NULL;
}

// --- units --------------------------------------------------------------------------------------

// One side's units, each with what says to which block it belongs.
struct gathered {
    double *values;
    size_t count;
    size_t *boots;          // behind each
    uint32_t *repeats;      // of boots
    const char **campaigns; // of runs
};

static void gathered_done(struct gathered *gathered)
{
    free(gathered->values);
    free(gathered->boots);
    free(gathered->repeats);
    free(gathered->campaigns);
}

static void gather(struct gathered *gathered, double value, size_t boots, uint32_t repeat,
                   const char *campaign)
{
    size_t at = gathered->count++;
    gathered->values = alloc_resized(gathered->values, gathered->count, sizeof *gathered->values);
    gathered->boots = alloc_resized(gathered->boots, gathered->count, sizeof *gathered->boots);
    gathered->repeats =
        alloc_resized(gathered->repeats, gathered->count, sizeof *gathered->repeats);
    gathered->campaigns =
        alloc_resized(gathered->campaigns, gathered->count, sizeof *gathered->campaigns);
    gathered->values[at] = value;
    gathered->boots[at] = boots;
    gathered->repeats[at] = repeat;
    gathered->campaigns[at] = campaign;
}

// The geometric mean where all are positive, else the arithmetic one.
static double mean_of(const struct measure_values *boots)
{
    double logs = 0, sum = 0;
    bool is_positive = true;
    for (size_t i = 0; i < boots->count; i++) {
        is_positive = is_positive && boots->values[i] > 0;
        logs += is_positive ? log(boots->values[i] / boots->values[0]) : 0;
        sum += boots->values[i];
    }
    double count = (double)boots->count;
    return is_positive ? boots->values[0] * exp(logs / count) : sum / count;
}

static void gather_side(struct gathered *gathered, const struct contrast_sides *sides, int s,
                        const struct measure_series *like)
{
    for (size_t r = 0; r < sides->sides[s]->run_count; r++) {
        const char *campaign = campaign_of(&sides->sides[s]->runs[r]);
        const struct measure_series *series = contrast_sides_find(sides, s, r, like);
        if (!series)
            continue;
        const struct measure_values *boots = &series->boots;
        if (sides->is_by_run)
            gather(gathered, mean_of(boots), boots->count, 0, campaign);
        for (size_t b = 0; !sides->is_by_run && b < boots->count; b++)
            gather(gathered, boots->values[b], 1, boots->repeats[b], campaign);
    }
}

// --- blocks -------------------------------------------------------------------------------------

// The first unit of b in the block of a's unit i that was not taken yet; SIZE_MAX for none.
static size_t same_block(const struct gathered *a, size_t i, const struct gathered *b,
                         const bool *is_taken)
{
    for (size_t j = 0; j < b->count; j++)
        if (!is_taken[j] && a->repeats[i] == b->repeats[j] &&
            strcmp(a->campaigns[i], b->campaigns[j]) == 0)
            return j;
    return SIZE_MAX;
}

static void put(struct contrast_units *units, int s, const struct gathered *from, size_t at)
{
    units->values[s][units->counts[s]++] = from->values[at];
    units->boots[s] += from->boots[at];
}

static void put_nothing(struct contrast_units *units)
{
    for (int s = 0; s < 2; s++)
        units->counts[s] = units->boots[s] = 0;
}

// Only whole blocks; false, and nothing done, where less than half of the side with fewer units has
// a partner.
static bool pair_up(struct contrast_units *units, const struct gathered *a,
                    const struct gathered *b)
{
    scope_free bool *is_taken = alloc_zeroed(b->count + 1, sizeof *is_taken);
    for (size_t i = 0; i < a->count; i++) {
        size_t j = same_block(a, i, b, is_taken);
        if (j == SIZE_MAX)
            continue;
        is_taken[j] = true;
        put(units, 0, a, i);
        put(units, 1, b, j);
    }
    size_t fewer = a->count < b->count ? a->count : b->count;
    if (units->counts[0] >= 2 && 2 * units->counts[0] >= fewer)
        return true;
    put_nothing(units);
    return false;
}

static void put_all(struct contrast_units *units, int s, const struct gathered *from)
{
    for (size_t i = 0; i < from->count; i++)
        put(units, s, from, i);
}

static bool are_positive(const struct contrast_units *units)
{
    for (int s = 0; s < 2; s++)
        for (size_t i = 0; i < units->counts[s]; i++)
            if (!(units->values[s][i] > 0))
                return false;
    return true;
}

void contrast_units_of(const struct contrast_sides *sides, const struct measure_series *like,
                       struct contrast_units *ret_units)
{
    __attribute__((cleanup(gathered_done))) struct gathered a = {0};
    __attribute__((cleanup(gathered_done))) struct gathered b = {0};
    gather_side(&a, sides, 0, like);
    gather_side(&b, sides, 1, like);
    struct contrast_units units = {
        .values = {alloc_zeroed(a.count + 1, sizeof(double)),
                   alloc_zeroed(b.count + 1, sizeof(double))},
    };
    units.is_paired = sides->is_interleaved && pair_up(&units, &a, &b);
    if (!units.is_paired) {
        put_all(&units, 0, &a);
        put_all(&units, 1, &b);
    }
    units.is_positive = are_positive(&units);
    *ret_units = units;
}

void contrast_units_done(struct contrast_units *units)
{
    free(units->values[0]);
    free(units->values[1]);
    *units = (struct contrast_units){0};
}
