// SPDX-License-Identifier: GPL-3.0-or-later
// Ratios by resampling boots and guests of both runs on their own.
#include "reports/comparison.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/inference/sample.h"
#include "reports/describe.h"
#include "reports/document.h"
#include "reports/tile.h"

// --- may they be compared -----------------------------------------------------------------------

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

static bool are_arms(const struct document_run *run, const struct document_run *base)
{
    const struct run_record *ours = &run->run, *theirs = &base->run;
    return *ours->campaign && same_text(ours->campaign, theirs->campaign) && *ours->arm;
}

static char *why_not(const struct document_run *run, const struct document_run *base)
{
    bool are_alike = !are_arms(run, base);
    if (document_run_has_tiles(run) || document_run_has_tiles(base))
        return alloc_copy("Tiles are not put over each other as a whole: their guests differ. The "
                          "figures of every stream stand in each run's own tables.");
    if (are_alike && !same_load(&run->scenario.load, &base->scenario.load)) {
        scope_free char *ours = load_describe(&run->scenario.load);
        scope_free char *theirs = load_describe(&base->scenario.load);
        return alloc_printf("Not comparable: the loads differ (%s; %s).", ours, theirs);
    }
    if (are_alike && !same_shape(&run->scenario.shape, &base->scenario.shape)) {
        scope_free char *ours = describe_shape(run);
        scope_free char *theirs = describe_shape(base);
        return alloc_printf("Not comparable: the guests' shapes differ (%s; %s).", ours, theirs);
    }
    if (document_run_is_idle(run))
        return alloc_copy(
            "Idle guests do no operations: there are costs to put side by side, and no "
            "ratios.");
    for (size_t i = 0; i < run->density_count; i++)
        if (document_density(base, run->densities[i].guests))
            return NULL;
    return alloc_copy("Not comparable: no density was measured in both.");
}

static bool has_guests(const struct run_record *run)
{
    return !same_text(run->guest_kind, "process");
}

static void add_difference(struct strbuf *note, const char *what)
{
    strbuf_add(note, note->length ? ", " : "differs in: ");
    strbuf_add(note, what);
}

static char *differences(const struct document_run *subject, const struct document_run *other)
{
    const struct run_record *run = &subject->run, *base = &other->run;
    struct strbuf note = {0};
    if (!same_load(&subject->scenario.load, &other->scenario.load) && are_arms(subject, other))
        add_difference(&note, "load");
    if (!same_shape(&subject->scenario.shape, &other->scenario.shape) && are_arms(subject, other))
        add_difference(&note, "shape");
    if (run->emulated != base->emulated)
        add_difference(&note, "emulation");
    if (has_guests(run) && has_guests(base) && !same_text(run->guest_kind, base->guest_kind))
        add_difference(&note, "guest kind");
    if (!same_text(run->host.name, base->host.name) ||
        !same_text(run->host.cpu_model, base->host.cpu_model))
        add_difference(&note, "host");
    return note.length ? strbuf_take(&note) : NULL;
}

// --- ratios -------------------------------------------------------------------------------------

// Resamples the finished steps of one kind and density of one run.
static void resample(struct bootstrap *bootstrap, const struct document_run *run,
                     enum record_step_kind kind, uint32_t guests, uint64_t seed)
{
    struct sample sample;
    sample_init(&sample, guests);
    for (size_t s = 0; s < run->step_count; s++) {
        const struct step_record *step = &run->steps[s];
        if (step->kind == kind && step->state == RECORD_DONE && step->guests == guests)
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

// Both sides of a ratio, each with numbers of its own.
struct sides {
    struct bootstrap run, base;
};

static void resample_both(struct sides *sides, const struct document_run *run,
                          const struct document_run *base, enum record_step_kind kind,
                          uint32_t guests)
{
    uint64_t seed = rng_derive(run->run.seed, guests);
    resample(&sides->run, run, kind, guests, rng_derive(seed, 0));
    resample(&sides->base, base, kind, guests, rng_derive(seed, 1));
}

static void sides_done(struct sides *sides)
{
    bootstrap_done(&sides->run);
    bootstrap_done(&sides->base);
}

// A ratio to nothing is no ratio.
static struct estimate ratio_of(const struct sides *sides, enum sample_statistic statistic)
{
    struct estimate ratio = bootstrap_read_ratio(&sides->run, &sides->base, (size_t)statistic);
    return isfinite(ratio.value) ? ratio : (struct estimate){NAN, NAN, NAN};
}

// A load that is a share is offered at a rate that the calibration found, once for all boots: how
// far off that may be does not show in the boots of a density, and two runs that are alike would be
// told apart by it.
static struct spread throughput_spread(const struct bootstrap *side, const struct document_run *run)
{
    const struct load *load = &run->scenario.load;
    struct spread own = bootstrap_spread(side, SAMPLE_THROUGHPUT);
    if (load->arrivals == LOAD_CLOSED || !load->rate.is_share)
        return own;
    struct bootstrap calibration;
    resample(&calibration, run, RECORD_STEP_CALIBRATE, 1, rng_derive(run->run.seed, 0));
    struct spread rate = bootstrap_spread(&calibration, SAMPLE_THROUGHPUT);
    bool is_calibrated = calibration.boot_count > 0;
    bootstrap_done(&calibration);
    // Variances of a product are those of a ratio.
    return is_calibrated ? spread_of_ratio(&own, &rate) : own;
}

static struct estimate compare_throughput(const struct sides *sides, const struct document_run *run,
                                          const struct document_run *base)
{
    double value = sides->run.values[SAMPLE_THROUGHPUT] / sides->base.values[SAMPLE_THROUGHPUT];
    const struct spread ours = throughput_spread(&sides->run, run);
    const struct spread theirs = throughput_spread(&sides->base, base);
    const struct spread both = spread_of_ratio(&ours, &theirs);
    return isfinite(value) ? spread_interval(value, &both, sides->run.confidence)
                           : (struct estimate){NAN, NAN, NAN};
}

static struct comparison_row compare_density(const struct document_run *run,
                                             const struct document_run *base, uint32_t guests)
{
    struct sides sides;
    resample_both(&sides, run, base, RECORD_STEP_LADDER, guests);
    struct comparison_row row = {
        .guests = guests,
        .boots = sides.run.boot_count,
        .base_boots = sides.base.boot_count,
        .throughput_ratio = compare_throughput(&sides, run, base),
        .p50_ratio = ratio_of(&sides, SAMPLE_P50),
        .p99_ratio = ratio_of(&sides, SAMPLE_P99),
        .memory_ratio = ratio_of(&sides, SAMPLE_MEMORY),
        .achieved_ratio = ratio_of(&sides, SAMPLE_ACHIEVED),
        .retained = document_density(run, guests)->retained,
        .base_retained = document_density(base, guests)->retained,
    };
    sides_done(&sides);
    return row;
}

static struct comparison_alone compare_alone(const struct document_run *run,
                                             const struct document_run *base)
{
    struct sides sides;
    bool closed = run->scenario.load.arrivals == LOAD_CLOSED;
    resample_both(&sides, run, base, closed ? RECORD_STEP_LADDER : RECORD_STEP_CALIBRATE, 1);
    struct comparison_alone alone = {
        .hz = sides.run.values[SAMPLE_THROUGHPUT],
        .base_hz = sides.base.values[SAMPLE_THROUGHPUT],
        .boots = sides.run.boot_count,
        .base_boots = sides.base.boot_count,
        .ratio = ratio_of(&sides, SAMPLE_THROUGHPUT),
    };
    sides_done(&sides);
    return alone;
}

// The most that may hold: below the fewest that failed or were refused. 0: nobody tried.
static uint32_t upper_end(const struct document_run *run)
{
    uint32_t end = run->maximum.refused ? step_record_units(run->maximum.refused) - 1 : 0;
    for (size_t i = 0; i < run->density_count; i++) {
        const struct density *density = &run->densities[i];
        bool is_above = density->guests > run->maximum.guests;
        if (is_above && density->verdict == DENSITY_FAILS && (!end || density->guests <= end))
            end = density->guests - 1;
    }
    return end;
}

static struct estimate compare_maxima(const struct document_run *run,
                                      const struct document_run *base)
{
    double ours = run->maximum.guests, theirs = base->maximum.guests;
    uint32_t our_end = upper_end(run), their_end = upper_end(base);
    if (ours == 0 || theirs == 0 || our_end == 0 || their_end == 0)
        return (struct estimate){NAN, NAN, NAN};
    return (struct estimate){ours / theirs, ours / their_end, our_end / theirs};
}

struct comparison comparison_of(const struct document *document, size_t run, size_t base)
{
    const struct document_run *subject = &document->runs[run], *other = &document->runs[base];
    struct comparison comparison = {
        .run = run,
        .base = base,
        .reason = why_not(subject, other),
        .note = differences(subject, other),
    };
    comparison.alone = (struct comparison_alone){NAN, NAN, 0, 0, {NAN, NAN, NAN}};
    comparison.maximum_ratio = (struct estimate){NAN, NAN, NAN};
    if (comparison.reason)
        return comparison;
    comparison.alone = compare_alone(subject, other);
    comparison.maximum_ratio = compare_maxima(subject, other);
    comparison.rows = alloc_zeroed(subject->density_count, sizeof(*comparison.rows));
    for (size_t i = 0; i < subject->density_count; i++) {
        uint32_t guests = subject->densities[i].guests;
        if (document_density(other, guests))
            comparison.rows[comparison.row_count++] = compare_density(subject, other, guests);
    }
    return comparison;
}

const struct comparison_row *comparison_find_row(const struct comparison *comparison,
                                                 uint32_t guests)
{
    for (size_t i = 0; i < comparison->row_count; i++)
        if (comparison->rows[i].guests == guests)
            return &comparison->rows[i];
    return NULL;
}

void comparison_done(struct comparison *comparison)
{
    if (!comparison)
        return;
    free(comparison->reason);
    free(comparison->note);
    free(comparison->rows);
    *comparison = (struct comparison){0};
}
