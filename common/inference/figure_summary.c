// SPDX-License-Identifier: GPL-3.0-or-later
// From the figures of steps to one line a name and density.
#include "common/inference/figure_summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/stats/summary.h"

// What one guest told in one boot.
struct teller {
    double value; // median
    uint32_t guest, repeat;
};

// All of one name and density, boot by boot.
struct told {
    struct teller *tellers;
    size_t teller_count;
    size_t *firsts;   // of each boot: its first teller
    uint32_t *counts; // of each boot: its tellers
    size_t boot_count;
    size_t asked, values;
    struct bootstrap bootstrap;
};

static void told_done(struct told *told)
{
    free(told->tellers);
    free(told->firsts);
    free(told->counts);
    bootstrap_done(&told->bootstrap);
    *told = (struct told){0};
}

// --- gathering ----------------------------------------------------------------------------------

static bool is_finished(const struct step_record *step)
{
    return step->kind == RECORD_STEP_LADDER && step->state == RECORD_DONE;
}

static bool is_told_by_a_guest(const struct figure_record *figure)
{
    return figure->guest >= 0 && strcmp(figure->name, RECORD_FIGURE_WAKEUPS) != 0;
}

// scratch has room for all of the step's figures.
static void add_guest(struct told *told, const struct step_record *step, uint32_t guest,
                      const char *name, double *scratch)
{
    size_t count = 0;
    for (size_t i = 0; i < step->figure_count; i++)
        if (step->figures[i].guest == (int64_t)guest && strcmp(step->figures[i].name, name) == 0)
            scratch[count++] = step->figures[i].value;
    told->asked++;
    told->values += count;
    if (count == 0)
        return;
    told->tellers = alloc_resized(told->tellers, told->teller_count + 1, sizeof(told->tellers[0]));
    told->tellers[told->teller_count++] = (struct teller){
        .value = summary_quantile(scratch, count, 0.5),
        .guest = guest,
        .repeat = step->repeat,
    };
}

static void add_step(struct told *told, const struct step_record *step, const char *name)
{
    size_t first = told->teller_count, asked = told->asked, boots = told->boot_count + 1;
    scope_free double *scratch = alloc_zeroed(step->figure_count + 1, sizeof(scratch[0]));
    for (size_t g = 0; g < step->guest_count; g++)
        if (step->guest_list[g].state == RECORD_DONE)
            add_guest(told, step, step->guest_list[g].index, name, scratch);
    if (told->teller_count == first) {
        told->asked = asked;
        return;
    }
    told->firsts = alloc_resized(told->firsts, boots, sizeof(told->firsts[0]));
    told->counts = alloc_resized(told->counts, boots, sizeof(told->counts[0]));
    told->firsts[told->boot_count] = first;
    told->counts[told->boot_count] = (uint32_t)(told->teller_count - first);
    told->boot_count = boots;
}

// --- statistics ---------------------------------------------------------------------------------

static void mean_of_draws(const struct bootstrap_draw *draws, size_t drawn, void *context,
                          double *ret_values)
{
    const struct told *told = context;
    double sum = 0;
    for (size_t i = 0; i < drawn; i++)
        sum += told->tellers[told->firsts[draws[i].boot] + draws[i].guest].value;
    ret_values[0] = sum / (double)drawn;
}

static void resample(struct told *told, uint64_t seed)
{
    const struct bootstrap_plan plan = {
        .boots = told->counts,
        .boot_count = told->boot_count,
        .seed = seed,
    };
    bootstrap_init(&told->bootstrap, &plan, 1, mean_of_draws, told);
}

static void fill_worst(struct figure_summary *summary, const struct told *told)
{
    const struct teller *worst = &told->tellers[0];
    for (size_t i = 1; i < told->teller_count; i++) {
        const struct teller *teller = &told->tellers[i];
        if (summary->higher_is_better ? teller->value < worst->value : teller->value > worst->value)
            worst = teller;
    }
    summary->worst = worst->value;
    summary->worst_guest = worst->guest;
    summary->worst_repeat = worst->repeat;
}

// alone: of one guest alone, which is this one there; empty where that was not told.
static struct estimate over_alone(const struct told *told, const struct told *alone)
{
    static const struct estimate absent = {NAN, NAN, NAN};
    if (alone->boot_count == 0 || !(alone->bootstrap.values[0] > 0) ||
        !(told->bootstrap.values[0] > 0))
        return absent;
    if (told == alone)
        return (struct estimate){1, 1, 1};
    return bootstrap_read_ratio(&told->bootstrap, &alone->bootstrap, 0);
}

static void fill(struct figure_summary *summary, const struct told *told, const struct told *alone)
{
    summary->boots = told->boot_count;
    summary->tellers = told->teller_count;
    summary->asked = told->asked;
    summary->values = told->values;
    summary->mean = bootstrap_read(&told->bootstrap, 0);
    summary->is_logarithmic = bootstrap_is_logarithmic(&told->bootstrap, 0);
    summary->over_alone = over_alone(told, alone);
    fill_worst(summary, told);
}

// --- rows ---------------------------------------------------------------------------------------

// The figures' names as they were first told, each with its unit and direction.
struct names {
    const struct figure_record **first;
    size_t count;
};

static bool has_name(const struct names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->first[i]->name, name) == 0)
            return true;
    return false;
}

static void find_names(struct names *names, const struct step_record *step)
{
    for (size_t i = 0; i < step->figure_count; i++) {
        const struct figure_record *figure = &step->figures[i];
        if (!is_told_by_a_guest(figure) || has_name(names, figure->name))
            continue;
        names->first = alloc_resized(names->first, names->count + 1, sizeof(names->first[0]));
        names->first[names->count++] = figure;
    }
}

static int by_number(const void *left, const void *right)
{
    const uint32_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

// Ascending, each once; new array.
static uint32_t *densities_of(const struct step_record *steps, size_t step_count, size_t *ret_count)
{
    uint32_t *numbers = alloc_zeroed(step_count + 1, sizeof(numbers[0]));
    size_t count = 0, kept = 0;
    for (size_t s = 0; s < step_count; s++)
        if (is_finished(&steps[s]))
            numbers[count++] = step_record_units(&steps[s]);
    qsort(numbers, count, sizeof(numbers[0]), by_number);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || numbers[kept - 1] != numbers[i])
            numbers[kept++] = numbers[i];
    *ret_count = kept;
    return numbers;
}

static void gather(struct told *told, const struct step_record *steps, size_t step_count,
                   uint32_t guests, const char *name, uint64_t seed)
{
    for (size_t s = 0; s < step_count; s++)
        if (is_finished(&steps[s]) && step_record_units(&steps[s]) == guests)
            add_step(told, &steps[s], name);
    if (told->boot_count > 0)
        resample(told, rng_derive(seed, guests));
}

static void add_figure(struct figure_summaries *summaries, const struct step_record *steps,
                       size_t step_count, const struct figure_record *first, uint64_t seed)
{
    size_t count;
    scope_free uint32_t *numbers = densities_of(steps, step_count, &count);
    __attribute__((cleanup(told_done))) struct told alone = {0};
    for (size_t i = 0; i < count; i++) {
        __attribute__((cleanup(told_done))) struct told crowd = {0};
        struct told *told = numbers[i] == 1 ? &alone : &crowd;
        gather(told, steps, step_count, numbers[i], first->name, seed);
        if (told->boot_count == 0)
            continue;
        struct figure_summary summary = {
            .guests = numbers[i],
            .name = first->name,
            .unit = first->unit,
            .higher_is_better = first->higher_is_better,
        };
        fill(&summary, told, &alone);
        summaries->list =
            alloc_resized(summaries->list, summaries->count + 1, sizeof(summaries->list[0]));
        summaries->list[summaries->count++] = summary;
    }
}

void figure_summaries_init(struct figure_summaries *summaries, const struct step_record *steps,
                           size_t count, uint64_t seed)
{
    struct names names = {0};
    *summaries = (struct figure_summaries){0};
    for (size_t s = 0; s < count; s++)
        if (is_finished(&steps[s]))
            find_names(&names, &steps[s]);
    for (size_t i = 0; i < names.count; i++)
        add_figure(summaries, steps, count, names.first[i], rng_derive(seed, i));
    free(names.first);
}

void figure_summaries_done(struct figure_summaries *summaries)
{
    if (!summaries)
        return;
    free(summaries->list);
    *summaries = (struct figure_summaries){0};
}
