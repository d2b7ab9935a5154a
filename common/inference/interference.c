// SPDX-License-Identifier: GPL-3.0-or-later
// From pairs of guests to a matrix of ratios.
#include "common/inference/interference.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/inference/log_ratio.h"
#include "common/model/scenario.h"

static const char idle_name[] = "idle";

// What the victim did in one boot; NAN unmeasured.
struct measured {
    double hz, p99_ns;
};

static const struct measured unmeasured = {NAN, NAN};

static bool runs(const struct guest_record *guest, const char *role, const char *load)
{
    return guest->role && guest->load && strcmp(guest->role, role) == 0 &&
           strcmp(guest->load, load) == 0;
}

static const struct guest_record *find_guest(const struct step_record *step, const char *role,
                                             const char *load)
{
    for (size_t i = 0; i < step->guest_count; i++)
        if (runs(&step->guest_list[i], role, load))
            return &step->guest_list[i];
    return NULL;
}

static struct measured measure(const struct guest_record *guest)
{
    struct measured measured = unmeasured;
    scope_free struct histogram *latency = alloc_zeroed(1, sizeof(*latency));
    double operations = 0, ns = 0;
    for (size_t w = 0; w < guest->window_count; w++) {
        const struct window_record *window = &guest->windows[w];
        if (!window->measured)
            continue;
        operations += (double)window->operations;
        ns += (double)window->duration_ns;
        histogram_pack_merge(latency, window->histogram);
    }
    if (ns > 0)
        measured.hz = operations * 1e9 / (ns / (guest->clock_rate > 0 ? guest->clock_rate : 1));
    if (latency->total > 0)
        measured.p99_ns = (double)histogram_quantile_ns(latency, 0.99);
    return measured;
}

// The last finished step of this pair in this boot.
static struct measured find(const struct step_record *steps, size_t count, uint32_t boot,
                            const char *victim, const char *aggressor)
{
    for (size_t s = count; s-- > 0;) {
        const struct step_record *step = &steps[s];
        if (step->kind != RECORD_STEP_INTERFERENCE || step->state != RECORD_DONE ||
            step->repeat != boot || !find_guest(step, "aggressor", aggressor))
            continue;
        const struct guest_record *guest = find_guest(step, "victim", victim);
        if (guest)
            return measure(guest);
    }
    return unmeasured;
}

static uint32_t count_boots(const struct step_record *steps, size_t count)
{
    uint32_t boots = 0;
    for (size_t s = 0; s < count; s++)
        if (steps[s].kind == RECORD_STEP_INTERFERENCE && steps[s].repeat >= boots)
            boots = steps[s].repeat + 1;
    return boots;
}

// Of a pair, one figure a boot.
struct series {
    double *hz, *p99_ns;
    uint32_t boots;
};

static struct series gather(const struct step_record *steps, size_t count, const char *victim,
                            const char *aggressor)
{
    struct series series = {.boots = count_boots(steps, count)};
    series.hz = alloc_zeroed(series.boots + 1, sizeof(double));
    series.p99_ns = alloc_zeroed(series.boots + 1, sizeof(double));
    for (uint32_t b = 0; b < series.boots; b++) {
        const struct measured measured = find(steps, count, b, victim, aggressor);
        series.hz[b] = measured.hz;
        series.p99_ns[b] = measured.p99_ns;
    }
    return series;
}

static void series_done(struct series *series)
{
    free(series->hz);
    free(series->p99_ns);
}

static size_t count_pairs(const struct series *above, const struct series *below)
{
    size_t pairs = 0;
    for (uint32_t b = 0; b < above->boots; b++)
        pairs += isfinite(above->hz[b]) && isfinite(below->hz[b]);
    return pairs;
}

static struct interference_cell compare(const struct series *above, const struct series *below)
{
    return (struct interference_cell){
        .boots = count_pairs(above, below),
        .throughput_ratio = log_ratio_paired(above->hz, below->hz, above->boots),
        .p99_ratio = log_ratio_paired(above->p99_ns, below->p99_ns, above->boots),
    };
}

static double geometric_mean(const double *values, uint32_t count)
{
    double logs = 0;
    uint32_t known = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!(values[i] > 0))
            continue;
        logs += log(values[i]);
        known++;
    }
    return known ? exp(logs / known) : NAN;
}

static void fill_victim(struct interference *interference, size_t victim,
                        const struct step_record *steps, size_t step_count)
{
    struct interference_workload *workload = &interference->workloads[victim];
    struct series idle = gather(steps, step_count, workload->name, idle_name);
    workload->boots = count_pairs(&idle, &idle);
    workload->throughput_hz = geometric_mean(idle.hz, idle.boots);
    workload->p99_ns = geometric_mean(idle.p99_ns, idle.boots);
    for (size_t a = 0; a < interference->count; a++) {
        struct series beside =
            gather(steps, step_count, workload->name, interference->workloads[a].name);
        interference->cells[victim * interference->count + a] = compare(&beside, &idle);
        series_done(&beside);
    }
    series_done(&idle);
}

// A refused step of one guest says that its workload is not to be had here.
static char *find_absence(const struct step_record *steps, size_t count, const char *name)
{
    for (size_t s = 0; s < count; s++)
        if (steps[s].kind == RECORD_STEP_INTERFERENCE && steps[s].state == RECORD_REFUSED &&
            find_guest(&steps[s], "victim", name))
            return alloc_copy(steps[s].reason);
    return NULL;
}

void interference_init(struct interference *interference, const struct scenario *scenario,
                       const struct step_record *steps, size_t step_count)
{
    scope_load_list struct load_list loads = {0};
    *interference = (struct interference){0};
    if (!scenario->interference || !*scenario->interference)
        return;
    load_list_of(&loads, scenario);
    interference->count = loads.count;
    interference->workloads = alloc_zeroed(loads.count, sizeof(interference->workloads[0]));
    interference->cells = alloc_zeroed(loads.count * loads.count, sizeof(interference->cells[0]));
    for (size_t i = 0; i < loads.count; i++) {
        interference->workloads[i].name = load_name(&loads.list[i]);
        interference->workloads[i].absent =
            find_absence(steps, step_count, interference->workloads[i].name);
    }
    for (size_t i = 0; i < loads.count; i++)
        fill_victim(interference, i, steps, step_count);
}

void interference_done(struct interference *interference)
{
    if (!interference)
        return;
    for (size_t i = 0; i < interference->count; i++) {
        free(interference->workloads[i].name);
        free(interference->workloads[i].absent);
    }
    free(interference->workloads);
    free(interference->cells);
    *interference = (struct interference){0};
}

const struct interference_cell *interference_cell_of(const struct interference *interference,
                                                     size_t victim, size_t aggressor)
{
    return &interference->cells[victim * interference->count + aggressor];
}

// --- the sentence -------------------------------------------------------------------------------

static size_t count_measured(const struct interference *interference)
{
    size_t measured = 0;
    for (size_t i = 0; i < interference->count * interference->count; i++)
        measured += isfinite(interference->cells[i].throughput_ratio.value);
    return measured;
}

// The pair whose victim keeps least, among those whose interval lies below 1; -1 for none.
static long find_worst(const struct interference *interference)
{
    long worst = -1;
    for (size_t i = 0; i < interference->count * interference->count; i++) {
        const struct estimate *ratio = &interference->cells[i].throughput_ratio;
        if (!(ratio->high < 1))
            continue;
        if (worst < 0 || ratio->value < interference->cells[worst].throughput_ratio.value)
            worst = (long)i;
    }
    return worst;
}

char *interference_sentence(const struct interference *interference, bool emulated)
{
    size_t count = interference->count, measured = count_measured(interference);
    long worst = find_worst(interference);
    const char *mark = emulated ? "Under emulation (TCG): " : "";
    if (measured == 0)
        return alloc_printf("%sNo pair of neighbours was measured to its end.", mark);
    if (worst < 0)
        return alloc_printf("%sOf %zu pairs of neighbours none slows the other beyond doubt.", mark,
                            measured);
    const struct estimate *ratio = &interference->cells[worst].throughput_ratio;
    return alloc_printf(
        "%sOf %zu pairs of neighbours %s slows %s most: it keeps %.3gx [%.3g, %.3g] "
        "of its throughput beside an idle neighbour.",
        mark, measured, interference->workloads[(size_t)worst % count].name,
        interference->workloads[(size_t)worst / count].name, ratio->value, ratio->low, ratio->high);
}
