// SPDX-License-Identifier: GPL-3.0-or-later
// From boots with and without an accident to ratios.
#include "common/inference/isolation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "common/inference/log_ratio.h"
#include "common/model/scenario.h"

enum { BEFALLEN };

// --- one boot -----------------------------------------------------------------------------------

// The neighbours of one boot, on one side of the accident.
struct side {
    double hz;
    struct histogram *latency;
};

static void add_window(struct side *side, const struct guest_record *guest,
                       const struct window_record *window, double *ns)
{
    side->hz += (double)window->operations;
    *ns += (double)window->duration_ns / (guest->clock_rate > 0 ? guest->clock_rate : 1);
    histogram_pack_merge(side->latency, window->histogram);
}

// The window of the accident belongs to neither side.
static void add_guest(struct side *side, const struct guest_record *guest, uint32_t accident_window,
                      bool after)
{
    double before_hz = side->hz, ns = 0;
    side->hz = 0;
    for (size_t w = 0; w < guest->window_count; w++) {
        const struct window_record *window = &guest->windows[w];
        if (window->measured &&
            (after ? window->index > accident_window : window->index < accident_window))
            add_window(side, guest, window, &ns);
    }
    side->hz = before_hz + (ns > 0 ? side->hz * 1e9 / ns : 0);
}

static struct side measure(const struct step_record *step, uint32_t accident_window, bool after)
{
    struct side side = {.latency = alloc_zeroed(1, sizeof *side.latency)};
    for (size_t g = BEFALLEN + 1; g < step->guest_count; g++)
        if (step->guest_list[g].state == RECORD_DONE)
            add_guest(&side, &step->guest_list[g], accident_window, after);
    return side;
}

static double p99_ns(const struct side *side)
{
    return side->latency->total ? (double)histogram_quantile_ns(side->latency, 0.99) : NAN;
}

// --- all boots of one kind ----------------------------------------------------------------------

struct series {
    double *throughput, *p99; // after over before, a boot each
    size_t count;
    double longest_ns; // after
};

static void add_boot(struct series *series, const struct step_record *step)
{
    const struct figure_record *accident =
        step_record_figure(step, BEFALLEN, RECORD_FIGURE_ACCIDENT);
    if (!accident || step->state != RECORD_DONE)
        return;
    uint32_t window = (uint32_t)accident->value;
    struct side before = measure(step, window, false), after = measure(step, window, true);
    series->throughput[series->count] = after.hz / before.hz;
    series->p99[series->count++] = p99_ns(&after) / p99_ns(&before);
    if (after.latency->total && !(series->longest_ns >= (double)after.latency->max_ns))
        series->longest_ns = (double)after.latency->max_ns;
    free(before.latency);
    free(after.latency);
}

static bool is_of(const struct step_record *step, enum accident kind)
{
    return step->kind == RECORD_STEP_ISOLATION && step->guest_count > 0 &&
           strcmp(step->guest_list[BEFALLEN].load, accident_name(kind)) == 0;
}

static struct series gather(const struct step_record *steps, size_t count, enum accident kind)
{
    struct series series = {
        .throughput = alloc_zeroed(count + 1, sizeof *series.throughput),
        .p99 = alloc_zeroed(count + 1, sizeof *series.p99),
        .longest_ns = NAN,
    };
    for (size_t i = 0; i < count; i++)
        if (is_of(&steps[i], kind))
            add_boot(&series, &steps[i]);
    return series;
}

static void series_done(struct series *series)
{
    free(series->throughput);
    free(series->p99);
}

// --- the whole ----------------------------------------------------------------------------------

static void note_fates(struct isolation *isolation, const struct step_record *step)
{
    const struct guest_record *befallen = &step->guest_list[BEFALLEN];
    bool is_lost = befallen->state == RECORD_FAILED;
    record_set(&isolation->befallen, alloc_copy(is_lost ? befallen->reason : "it went on"));
    for (size_t g = BEFALLEN + 1; g < step->guest_count; g++)
        isolation->lost += step->guest_list[g].state == RECORD_FAILED;
}

void isolation_init(struct isolation *isolation, const struct scenario *scenario,
                    const struct step_record *steps, size_t count)
{
    const struct estimate absent = {NAN, NAN, NAN};
    *isolation = (struct isolation){
        .kind = scenario->fault,
        .throughput_ratio = absent,
        .p99_ratio = absent,
        .longest_ns = NAN,
        .calm_longest_ns = NAN,
        .befallen = alloc_copy(""),
    };
    if (scenario->fault == ACCIDENT_NONE)
        return;
    isolation->guests = scenario->guests_max;
    struct series with = gather(steps, count, scenario->fault);
    struct series calm = gather(steps, count, ACCIDENT_NONE);
    isolation->boots = with.count;
    isolation->calm_boots = calm.count;
    isolation->longest_ns = with.longest_ns;
    isolation->calm_longest_ns = calm.longest_ns;
    isolation->throughput_ratio =
        log_ratio_of(with.throughput, with.count, calm.throughput, calm.count);
    isolation->p99_ratio = log_ratio_of(with.p99, with.count, calm.p99, calm.count);
    for (size_t i = 0; i < count; i++)
        if (is_of(&steps[i], scenario->fault))
            note_fates(isolation, &steps[i]);
    series_done(&with);
    series_done(&calm);
}

void isolation_done(struct isolation *isolation)
{
    free(isolation->befallen);
    *isolation = (struct isolation){0};
}

// --- in words -----------------------------------------------------------------------------------

char *isolation_verdict(const struct isolation *isolation)
{
    if (isolation->lost)
        return alloc_printf("lost %u of their own", isolation->lost);
    if (!isfinite(isolation->throughput_ratio.value))
        return alloc_copy("were not measured to the end");
    if (!isfinite(isolation->throughput_ratio.low))
        return alloc_copy("cannot be judged by so few boots");
    if (isolation->throughput_ratio.high < 1 || isolation->p99_ratio.low > 1)
        return alloc_copy("felt it");
    if (isolation->throughput_ratio.low > 1 || isolation->p99_ratio.high < 1)
        return alloc_copy("gained by it");
    return alloc_copy("felt nothing beyond doubt");
}

static void add_ratio(struct strbuf *text, const char *before, const struct estimate *ratio,
                      const char *after)
{
    if (!isfinite(ratio->value))
        return;
    strbuf_printf(text, "%s%.3gx", before, ratio->value);
    if (isfinite(ratio->low))
        strbuf_printf(text, " [%.3g, %.3g]", ratio->low, ratio->high);
    strbuf_add(text, after);
}

static void add_longest(struct strbuf *text, const struct isolation *isolation)
{
    char with[UNITS_TEXT_SIZE], calm[UNITS_TEXT_SIZE];
    if (isfinite(isolation->longest_ns) && isfinite(isolation->calm_longest_ns))
        strbuf_printf(text, "; their longest operation took %s, %s where nothing happened",
                      units_format_duration_ns(with, isolation->longest_ns),
                      units_format_duration_ns(calm, isolation->calm_longest_ns));
}

char *isolation_sentence(const struct isolation *isolation, bool emulated)
{
    struct strbuf text = {0};
    scope_free char *verdict = isolation_verdict(isolation);
    strbuf_printf(&text, "%s%s in one of %u guests: the other%s %s",
                  emulated ? "Under emulation (TCG): " : "", accident_name(isolation->kind),
                  isolation->guests, isolation->guests == 2 ? "" : "s", verdict);
    add_ratio(&text, ": ", &isolation->throughput_ratio, " of the throughput without it");
    add_ratio(&text, ", p99 ", &isolation->p99_ratio, "");
    add_longest(&text, isolation);
    if (*isolation->befallen)
        strbuf_printf(&text, ". What became of the befallen guest: %s", isolation->befallen);
    strbuf_add(&text, ".");
    return strbuf_take(&text);
}
