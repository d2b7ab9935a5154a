// SPDX-License-Identifier: GPL-3.0-or-later
// Every stream by itself, then all of them together.
#include "common/inference/tile_density.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "common/inference/log_ratio.h"
#include "common/inference/verdict.h"
#include "common/model/scenario.h"

// --- each ---------------------------------------------------------------------------------------

// All guests of the role's together: a tile may have several.
static void scale_totals(struct tile_stream *stream)
{
    for (size_t i = 0; i < stream->density_count; i++) {
        struct estimate *total = &stream->densities[i].total;
        stream->densities[i].counts_tiles = true;
        total->value *= stream->role->guests;
        total->low *= stream->role->guests;
        total->high *= stream->role->guests;
    }
}

static void add_stream(struct tile_densities *densities, const struct scenario *scenario,
                       const struct step_record *steps, size_t step_count, uint64_t seed,
                       const struct role *role, uint32_t number)
{
    struct tile_stream *stream = &densities->streams[densities->stream_count];
    *stream = (struct tile_stream){
        .name = role_stream_name(role, number),
        .role = role,
        .stream = number,
    };
    const struct sequential_plan plan = sequential_plan_of(scenario);
    step_view_init(&stream->view, steps, step_count, role, number);
    density_compute_run(
        stream->view.steps, stream->view.count, scenario_stream_slo(scenario, role, number), &plan,
        rng_derive(seed, densities->stream_count), &stream->densities, &stream->density_count);
    scale_totals(stream);
    densities->stream_count++;
}

static const struct density *find(const struct tile_stream *stream, uint32_t tiles)
{
    for (size_t i = 0; i < stream->density_count; i++)
        if (stream->densities[i].guests == tiles)
            return &stream->densities[i];
    return NULL;
}

// --- the score ----------------------------------------------------------------------------------

// Operations a second of a guest, over the measured windows of all of them; NAN for none.
static double mean_hz(const struct step_record *step)
{
    double sum = 0;
    size_t count = 0;
    for (size_t g = 0; g < step->guest_count; g++) {
        const struct guest_record *guest = &step->guest_list[g];
        double operations = 0, ns = 0;
        for (size_t w = 0; guest->state == RECORD_DONE && w < guest->window_count; w++) {
            operations += guest->windows[w].measured ? (double)guest->windows[w].operations : 0;
            ns += guest->windows[w].measured ? (double)guest->windows[w].duration_ns : 0;
        }
        if (ns <= 0)
            continue;
        sum += operations * 1e9 / (ns / (guest->clock_rate > 0 ? guest->clock_rate : 1));
        count++;
    }
    return count ? sum / (double)count : NAN;
}

// The geometric mean over the busy streams of one boot. boot: which of the steps of that many
// tiles.
static double score_of_boot(const struct tile_densities *densities, uint32_t tiles, size_t boot)
{
    double logs = 0;
    size_t busy = 0;
    for (size_t i = 0; i < densities->stream_count; i++) {
        const struct tile_stream *stream = &densities->streams[i];
        size_t seen = 0;
        if (load_is_idle(&stream->role->loads[stream->stream]))
            continue;
        for (size_t s = 0; s < stream->view.count; s++) {
            const struct step_record *step = &stream->view.steps[s];
            if (step->kind != RECORD_STEP_LADDER || step->state != RECORD_DONE ||
                step->guests != tiles || seen++ != boot)
                continue;
            logs += log(mean_hz(step));
            busy++;
        }
    }
    return busy ? exp(logs / (double)busy) : NAN;
}

// One figure a boot; new array.
static double *score_boots(const struct tile_densities *densities, uint32_t tiles, size_t boots)
{
    double *scores = alloc_zeroed(boots + 1, sizeof(scores[0]));
    for (size_t b = 0; b < boots; b++)
        scores[b] = score_of_boot(densities, tiles, b);
    return scores;
}

static void fill_score(struct density *density, const struct tile_densities *densities,
                       const struct density *solo)
{
    if (!solo)
        return;
    if (density == solo) {
        density->retained = (struct estimate){1, 1, 1};
        return;
    }
    double *here = score_boots(densities, density->guests, density->boots);
    double *alone = score_boots(densities, solo->guests, solo->boots);
    density->retained = log_ratio_of(here, density->boots, alone, solo->boots);
    free(here);
    free(alone);
}

// --- all ----------------------------------------------------------------------------------------

static struct estimate absent(void)
{
    return (struct estimate){NAN, NAN, NAN};
}

static struct density empty_density(uint32_t tiles)
{
    struct density density = {
        .guests = tiles,
        .counts_tiles = true,
        .confidence = NAN,
        .rises = DENSITY_HOLDS,
        .rise_evidence = {.distance = NAN},
    };
    struct estimate *const estimates[] = {
        &density.throughput,  &density.total,       &density.p50_ns,      &density.p90_ns,
        &density.p99_ns,      &density.p999_ns,     &density.mean_ns,     &density.achieved,
        &density.retained,    &density.inflation,   &density.fairness,    &density.worst,
        &density.total_ratio, &density.steal_ratio, &density.memory_bytes};
    for (size_t i = 0; i < sizeof(estimates) / sizeof(estimates[0]); i++)
        *estimates[i] = absent();
    return density;
}

static void add_terms(struct density *density, const struct density *own, const char *name)
{
    size_t count = density->term_count + own->term_count;
    density->terms = alloc_resized(density->terms, count + 1, sizeof(density->terms[0]));
    for (size_t i = 0; i < own->term_count; i++) {
        struct density_term *term = &density->terms[density->term_count++];
        *term = own->terms[i];
        term->stream = name;
    }
}

// Failing outweighs undecided, undecided outweighs holding.
static bool is_worse(enum density_verdict verdict, enum density_verdict than)
{
    static const int weights[] = {
        [DENSITY_HOLDS] = 0, [DENSITY_UNDECIDED] = 1, [DENSITY_FAILS] = 2};
    return weights[verdict] > weights[than];
}

static void join(struct density *density, const struct tile_stream *stream)
{
    const struct density *own = find(stream, density->guests);
    if (!own) { // its guests told nothing
        density->boots = 0;
        density->rises =
            is_worse(DENSITY_UNDECIDED, density->rises) ? DENSITY_UNDECIDED : density->rises;
        return;
    }
    add_terms(density, own, stream->name);
    density->confidence = own->boots < density->boots ? own->confidence : density->confidence;
    density->boots = own->boots < density->boots ? own->boots : density->boots;
    density->operations += own->operations;
    density->due += own->due;
    density->is_idle = density->is_idle && own->is_idle;
    density->is_silent = density->is_silent || own->is_silent;
    if (is_worse(own->rises, density->rises)) {
        density->rises = own->rises;
        density->rises_stream = stream->name;
        density->total_ratio = own->total_ratio;
        density->rise_evidence = own->rise_evidence;
    }
}

static void add_tiles(struct tile_densities *densities, uint32_t tiles)
{
    size_t at = densities->count;
    densities->list =
        alloc_resized(densities->list, densities->count + 1, sizeof(densities->list[0]));
    while (at > 0 && densities->list[at - 1].guests > tiles) {
        densities->list[at] = densities->list[at - 1];
        at--;
    }
    densities->list[at] = empty_density(tiles);
    densities->list[at].boots = SIZE_MAX;
    densities->list[at].is_idle = true;
    for (size_t i = 0; i < densities->stream_count; i++)
        join(&densities->list[at], &densities->streams[i]);
    densities->list[at].verdict = verdict_of_density(&densities->list[at]);
    densities->count++;
}

static bool has_tiles(const struct tile_densities *densities, uint32_t tiles)
{
    for (size_t i = 0; i < densities->count; i++)
        if (densities->list[i].guests == tiles)
            return true;
    return false;
}

static void combine(struct tile_densities *densities)
{
    for (size_t i = 0; i < densities->stream_count; i++)
        for (size_t d = 0; d < densities->streams[i].density_count; d++)
            if (!has_tiles(densities, densities->streams[i].densities[d].guests))
                add_tiles(densities, densities->streams[i].densities[d].guests);
    const struct density *solo =
        densities->count && densities->list[0].guests == 1 ? &densities->list[0] : NULL;
    for (size_t i = 0; i < densities->count; i++)
        if (!densities->list[i].is_idle)
            fill_score(&densities->list[i], densities, solo);
}

void tile_densities_init(struct tile_densities *densities, const struct scenario *scenario,
                         const struct step_record *steps, size_t step_count, uint64_t seed)
{
    const struct tile *tile = &scenario->tile;
    *densities = (struct tile_densities){0};
    if (tile->role_count == 0) {
        const struct sequential_plan plan = sequential_plan_of(scenario);
        density_compute_run(steps, step_count, scenario_slo(scenario), &plan, seed,
                            &densities->list, &densities->count);
        return;
    }
    densities->streams = alloc_zeroed(tile_streams(tile), sizeof(densities->streams[0]));
    for (size_t r = 0; r < tile->role_count; r++)
        for (uint32_t k = 0; k < tile->roles[r].load_count; k++)
            add_stream(densities, scenario, steps, step_count, seed, &tile->roles[r], k);
    combine(densities);
}

void tile_densities_done(struct tile_densities *densities)
{
    if (!densities)
        return;
    density_free(densities->list, densities->count);
    for (size_t i = 0; i < densities->stream_count; i++) {
        free(densities->streams[i].name);
        density_free(densities->streams[i].densities, densities->streams[i].density_count);
        step_view_done(&densities->streams[i].view);
    }
    free(densities->streams);
    *densities = (struct tile_densities){0};
}
