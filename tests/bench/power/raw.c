// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the store and splits what it has by blocks.
#include "tests/bench/power/raw.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/record.h"
#include "common/store/store.h"
#include "tests/bench/power/mann_whitney.h"

#define LIMIT        0.05
#define SIGNIFICANCE 0.05

void raw_done(struct raw *raw)
{
    free(raw->values[0]);
    free(raw->values[1]);
    *raw = (struct raw){0};
}

static void add(struct raw *raw, int side, double rate_hz, uint32_t block)
{
    size_t count = raw->counts[side]++;
    raw->values[side] = alloc_resized(raw->values[side], count + 1, sizeof *raw->values[side]);
    raw->values[side][count] = (struct raw_value){rate_hz, block};
    if (block + 1 > raw->blocks)
        raw->blocks = block + 1;
}

// The guests' windows of that index together.
static double rate_of(const struct step_record *step, size_t window)
{
    double rate_hz = 0;
    for (size_t g = 0; g < step->guest_count; g++) {
        const struct guest_record *guest = &step->guest_list[g];
        if (window >= guest->window_count || guest->windows[window].duration_ns == 0)
            continue;
        const struct window_record *own = &guest->windows[window];
        rate_hz += (double)own->operations * 1e9 / (double)own->duration_ns;
    }
    return rate_hz;
}

static void add_step(struct raw *raw, int side, const struct step_record *step)
{
    const struct guest_record *first = step->guest_list;
    for (size_t w = 0; step->guest_count > 0 && w < first->window_count; w++)
        if (first->windows[w].measured)
            add(raw, side, rate_of(step, w), step->repeat);
}

static int read_side(struct store *store, int64_t run_id, int side, uint32_t guests,
                     struct raw *raw, struct err *err)
{
    struct step_record *steps = NULL;
    size_t count = 0;
    int result = store_read_steps(store, run_id, &steps, &count, err);
    for (size_t i = 0; i < count; i++) {
        if (steps[i].state == RECORD_DONE && steps[i].guests == guests)
            add_step(raw, side, &steps[i]);
        step_record_done(&steps[i]);
    }
    free(steps);
    return result;
}

int raw_read(const char *path, const int64_t run_ids[2], uint32_t guests, struct raw *ret_raw,
             struct err *err)
{
    struct store *store = NULL;
    struct raw raw = {0};
    int result = store_open(path, STORE_READ, &store, err);
    if (result < 0)
        return result;
    for (int side = 0; result == 0 && side < 2; side++)
        result = read_side(store, run_ids[side], side, guests, &raw, err);
    store_close(store);
    if (result == 0 && (raw.counts[0] == 0 || raw.counts[1] == 0))
        result = err_host(err, NULL, "%s: a side has no finished boot", path);
    if (result < 0)
        raw_done(&raw);
    else
        *ret_raw = raw;
    return result;
}

// --- peers --------------------------------------------------------------------------------------

// Of A what was measured in the first half, of B in the second. Returns how many.
static size_t half_of(const struct raw *raw, int side, double *ret_rates)
{
    size_t count = 0;
    for (size_t i = 0; i < raw->counts[side]; i++) {
        bool is_late = raw->values[side][i].block >= raw->blocks / 2;
        if (is_late == (side == 1))
            ret_rates[count++] = raw->values[side][i].rate_hz;
    }
    return count;
}

static double mean_of(const double *values, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return count ? sum / (double)count : NAN;
}

// Both halves in one block of memory that the caller frees.
static double *split(const struct raw *raw, double *sides[2], size_t counts[2])
{
    double *all = alloc_zeroed(raw->counts[0] + raw->counts[1], sizeof *all);
    sides[0] = all;
    sides[1] = all + raw->counts[0];
    for (int side = 0; side < 2; side++)
        counts[side] = half_of(raw, side, sides[side]);
    return all;
}

enum power_saying raw_threshold(const struct raw *raw)
{
    double *sides[2];
    size_t counts[2];
    scope_free double *all = split(raw, sides, counts);
    double ratio = mean_of(sides[1], counts[1]) / mean_of(sides[0], counts[0]);
    return ratio < 1 - LIMIT ? POWER_WORSE : ratio > 1 + LIMIT ? POWER_BETTER : POWER_NOTHING;
}

enum power_saying raw_mann_whitney(const struct raw *raw)
{
    double *sides[2];
    size_t counts[2];
    scope_free double *all = split(raw, sides, counts);
    double p = mann_whitney_p(sides[0], counts[0], sides[1], counts[1]);
    double even = (double)counts[0] * (double)counts[1] / 2;
    if (!(p < SIGNIFICANCE))
        return POWER_NOTHING;
    return mann_whitney_u(sides[0], counts[0], sides[1], counts[1]) > even ? POWER_WORSE
                                                                           : POWER_BETTER;
}
