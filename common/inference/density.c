// SPDX-License-Identifier: GPL-3.0-or-later
// From the steps of a run to its densities. Each density is resampled once; every estimate and
// every ratio is then read off the same resamples.
#include "common/inference/density.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/inference/sample.h"
#include "common/inference/verdict.h"

// A density under computation, with what its ratios need.
struct work {
    struct sample sample;
    struct bootstrap bootstrap;
    struct spread spreads[SAMPLE_STATISTICS];
    double confidence; // of this look
};

// A figure before it is an interval.
struct figure {
    double value;
    struct spread spread;
};

#define INTERVAL_CONFIDENCE 0.95

static const char *const verdict_names[] = {
#define X(name, text) [DENSITY_##name] = text,
    DENSITY_VERDICTS(X)
#undef X
};

const char *density_verdict_name(enum density_verdict verdict)
{
    return (unsigned)verdict < DENSITY_VERDICT_COUNT ? verdict_names[verdict] : "unknown";
}

static struct estimate exactly(double value)
{
    return (struct estimate){.value = value, .low = value, .high = value};
}

static struct estimate absent(void)
{
    return exactly(NAN);
}

static struct figure absent_figure(void)
{
    return (struct figure){.value = NAN};
}

// Known without any error.
static struct figure exact_figure(double value)
{
    return (struct figure){
        .value = value,
        .spread = {.is_known = true, .freedom = INFINITY},
    };
}

static struct figure figure_of(const struct work *work, int statistic)
{
    return (struct figure){work->bootstrap.values[statistic], work->spreads[statistic]};
}

static struct figure ratio_of(const struct work *above, const struct work *below, int statistic)
{
    return (struct figure){
        above->bootstrap.values[statistic] / below->bootstrap.values[statistic],
        spread_of_ratio(&above->spreads[statistic], &below->spreads[statistic]),
    };
}

static struct estimate interval(const struct figure *figure, double confidence)
{
    if (!(figure->spread.variance > 0) && figure->spread.is_known)
        return exactly(figure->value);
    return spread_interval(figure->value, &figure->spread, confidence);
}

// What verdicts are made of. Before the first look that is nothing but what is exact.
static struct estimate judged(const struct work *work, const struct figure *figure)
{
    if (figure->spread.is_known && isinf(figure->spread.freedom))
        return exactly(figure->value);
    if (isnan(work->confidence))
        return (struct estimate){figure->value, NAN, NAN};
    return interval(figure, work->confidence);
}

static struct estimate read_figure(const struct work *work, int statistic)
{
    const struct figure figure = figure_of(work, statistic);
    return interval(&figure, INTERVAL_CONFIDENCE);
}

static bool was_measured(const struct guest_record *guest)
{
    for (size_t w = 0; guest->state == RECORD_DONE && w < guest->window_count; w++)
        if (guest->windows[w].measured && guest->windows[w].duration_ns > 0)
            return true;
    return false;
}

// A density without a single figure would hold by having nothing against it.
static bool is_finished(const struct step_record *step)
{
    if (step->kind != RECORD_STEP_LADDER || step->state != RECORD_DONE || step->guests == 0)
        return false;
    for (size_t g = 0; g < step->guest_count; g++)
        if (was_measured(&step->guest_list[g]))
            return true;
    return false;
}

static bool tells_steal(const struct step_record *step)
{
    for (size_t g = 0; g < step->guest_count; g++)
        for (size_t w = 0; w < step->guest_list[g].window_count; w++)
            if (step->guest_list[g].windows[w].steal_ns > 0)
                return true;
    return false;
}

static int by_density(const void *left, const void *right)
{
    const struct step_record *a = *(const struct step_record *const *)left;
    const struct step_record *b = *(const struct step_record *const *)right;
    if (a->guests != b->guests)
        return a->guests < b->guests ? -1 : 1;
    if (a->repeat != b->repeat)
        return a->repeat < b->repeat ? -1 : 1;
    return (a->started_at_ns > b->started_at_ns) - (a->started_at_ns < b->started_at_ns);
}

// Finished ladder steps by N, boots of one N in a fixed order, whatever order they came in.
static size_t sort_steps(const struct step_record *steps, size_t count,
                         const struct step_record **sorted)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (is_finished(&steps[i]))
            sorted[kept++] = &steps[i];
    qsort(sorted, kept, sizeof(sorted[0]), by_density);
    return kept;
}

// Samples in ascending N; at most one a step. Returns their number.
static size_t gather(const struct step_record *const *sorted, size_t count, struct work *works)
{
    size_t densities = 0;
    bool steal = false;
    for (size_t i = 0; i < count; i++)
        steal = steal || tells_steal(sorted[i]);
    for (size_t i = 0; i < count; i++) {
        if (densities == 0 || works[densities - 1].sample.guests != sorted[i]->guests)
            sample_init(&works[densities++].sample, sorted[i]->guests);
        sample_add_step(&works[densities - 1].sample, sorted[i], steal);
    }
    return densities;
}

static void resample(struct work *work, uint64_t seed)
{
    struct bootstrap_plan plan = {
        .boots = work->sample.guest_counts,
        .boot_count = work->sample.boot_count,
        // Every density its own numbers, so that a ratio's two sides are independent.
        .seed = rng_derive(seed, work->sample.guests),
    };
    bootstrap_init(&work->bootstrap, &plan, SAMPLE_STATISTICS, sample_statistics, &work->sample);
}

static void measure(struct work *work, const struct sequential_plan *plan, uint64_t seed)
{
    resample(work, seed);
    work->confidence = sequential_confidence(plan, (uint32_t)work->sample.boot_count);
    for (size_t i = 0; i < SAMPLE_STATISTICS; i++)
        work->spreads[i] = bootstrap_spread(&work->bootstrap, i);
}

// Densities of one run lend each other their knowledge of how much boots differ.
static void moderate(struct work *works, size_t count)
{
    scope_free struct spread_place *places = alloc_zeroed(count, sizeof(places[0]));
    for (size_t s = 0; s < SAMPLE_STATISTICS; s++) {
        for (size_t i = 0; i < count; i++)
            places[i] = (struct spread_place){
                .spread = &works[i].spreads[s],
                .boots = works[i].sample.boot_count,
                .guests = works[i].sample.guests,
            };
        spread_moderate(places, count);
    }
}

static struct estimate times(struct estimate estimate, double factor)
{
    return (struct estimate){
        .value = estimate.value * factor,
        .low = estimate.low * factor,
        .high = estimate.high * factor,
    };
}

// Not one operation ended: nothing can be said of those that will.
static bool is_silent(const struct work *work)
{
    return work->sample.operations == 0;
}

// A statistic over that of one guest alone, which is 1 for one guest alone.
static struct figure over_solo(const struct work *work, const struct work *solo, int statistic)
{
    if (!solo || is_silent(work) || is_silent(solo) ||
        (work == solo && isnan(work->bootstrap.values[statistic])))
        return absent_figure();
    return work == solo ? exact_figure(1) : ratio_of(work, solo, statistic);
}

static struct estimate read_over_solo(const struct work *work, const struct work *solo,
                                      int statistic)
{
    const struct figure figure = over_solo(work, solo, statistic);
    return interval(&figure, INTERVAL_CONFIDENCE);
}

// By definition these are: an interval that says more knows less than we do.
static struct estimate at_most_one(struct estimate estimate)
{
    if (estimate.high > 1)
        estimate.high = 1;
    return estimate;
}

static void fill_absolute(struct density *density, const struct work *work)
{
    density->guests = work->sample.guests;
    density->boots = work->sample.boot_count;
    density->confidence = work->confidence;
    density->throughput = read_figure(work, SAMPLE_THROUGHPUT);
    density->total = times(density->throughput, density->guests);
    density->p50_ns = read_figure(work, SAMPLE_P50);
    density->p90_ns = read_figure(work, SAMPLE_P90);
    density->p99_ns = read_figure(work, SAMPLE_P99);
    density->p999_ns = read_figure(work, SAMPLE_P999);
    density->mean_ns = read_figure(work, SAMPLE_MEAN);
    density->achieved = read_figure(work, SAMPLE_ACHIEVED);
    density->fairness = at_most_one(read_figure(work, SAMPLE_FAIRNESS));
    density->worst = at_most_one(read_figure(work, SAMPLE_WORST));
    density->memory_bytes = read_figure(work, SAMPLE_MEMORY);
    density->steal_ratio = read_figure(work, SAMPLE_STEAL);
    if (is_silent(work))
        density->throughput = density->total = density->fairness = density->worst = absent();
    if (is_silent(work) && work->sample.due == 0)
        density->achieved = absent();
    density->operations = work->sample.operations;
    density->due = work->sample.due;
}

static void fill_term(const struct density *density, struct density_term *term,
                      const struct work *work, const struct work *solo)
{
    int statistic = verdict_statistic(term->term.metric);
    struct figure figure = verdict_is_relative(&term->term) ? over_solo(work, solo, statistic)
                                                            : figure_of(work, statistic);
    if (density->is_silent && !(term->term.metric == SLO_ACHIEVED && density->due > 0))
        figure = absent_figure();
    const struct estimate judged_by = judged(work, &figure);
    term->estimate = interval(&figure, INTERVAL_CONFIDENCE);
    term->evidence = spread_evidence(figure.value, term->term.value, &figure.spread);
    if (term->term.at_most)
        term->evidence.distance = -term->evidence.distance;
    term->verdict = verdict_of_term(&term->term, &judged_by);
}

static void fill_terms(struct density *density, const struct work *work, const struct work *solo,
                       const struct slo *slo)
{
    density->is_idle = !slo;
    density->is_silent = slo && is_silent(work);
    if (!slo)
        return;
    density->term_count = slo->count;
    density->terms = alloc_zeroed(slo->count, sizeof(density->terms[0]));
    for (size_t i = 0; i < slo->count; i++) {
        density->terms[i].term = slo->terms[i];
        fill_term(density, &density->terms[i], work, solo);
    }
}

// reference: the largest smaller density that holds, NULL for none.
static void fill_rise(struct density *density, const struct work *work,
                      const struct work *reference)
{
    density->total_ratio = absent();
    density->rise_evidence = (struct sequential_evidence){.distance = NAN};
    density->rises = density->is_silent ? DENSITY_UNDECIDED : DENSITY_HOLDS;
    if (density->is_silent || !reference || density->is_idle)
        return;
    struct figure ratio = ratio_of(work, reference, SAMPLE_THROUGHPUT);
    ratio.value *= (double)density->guests / reference->sample.guests;
    const struct estimate judged_by = judged(work, &ratio);
    density->total_ratio = interval(&ratio, INTERVAL_CONFIDENCE);
    density->rise_evidence = spread_evidence(ratio.value, 1, &ratio.spread);
    density->rises = verdict_of_rise(&judged_by);
}

static void fill(struct density *density, struct work *work, const struct work *solo,
                 const struct work *reference, const struct slo *slo)
{
    fill_absolute(density, work);
    density->retained = read_over_solo(work, solo, SAMPLE_THROUGHPUT);
    density->inflation = read_over_solo(work, solo, SAMPLE_P99);
    density->latency = scope_take(work->sample.latency);
    fill_terms(density, work, solo, slo);
    fill_rise(density, work, reference);
    density->verdict = verdict_of_density(density);
}

void density_compute_run(const struct step_record *steps, size_t step_count, const struct slo *slo,
                         const struct sequential_plan *plan, uint64_t seed,
                         struct density **ret_densities, size_t *ret_count)
{
    scope_free const struct step_record **sorted = alloc_zeroed(step_count, sizeof(sorted[0]));
    size_t kept = sort_steps(steps, step_count, sorted);
    scope_free struct work *works = alloc_zeroed(kept, sizeof(works[0]));
    size_t count = gather(sorted, kept, works);
    struct density *densities = alloc_zeroed(count, sizeof(densities[0]));
    const struct work *solo = count && works[0].sample.guests == 1 ? &works[0] : NULL;
    const struct work *reference = NULL;
    for (size_t i = 0; i < count; i++)
        measure(&works[i], plan, seed);
    moderate(works, count);
    for (size_t i = 0; i < count; i++) {
        fill(&densities[i], &works[i], solo, reference, slo);
        if (densities[i].verdict == DENSITY_HOLDS)
            reference = &works[i];
    }
    for (size_t i = 0; i < count; i++) {
        bootstrap_done(&works[i].bootstrap);
        sample_done(&works[i].sample);
    }
    *ret_densities = densities;
    *ret_count = count;
}

void density_free(struct density *densities, size_t count)
{
    for (size_t i = 0; densities && i < count; i++) {
        free(densities[i].terms);
        free(densities[i].latency);
    }
    free(densities);
}
