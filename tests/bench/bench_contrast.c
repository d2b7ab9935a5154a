// SPDX-License-Identifier: GPL-3.0-or-later
// Whether what compare says keeps what it states: pairs of runs made up with known noise of boots,
// guests and windows go through contrast_of. Counted are how often the 95 % interval of the ratio
// of throughput holds the truth, how often a whole comparison of two alike takes any figure for
// better or worse, and how often a slower B is found.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/parallel.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "compare/contrast.h"
#include "tests/bench/made_pair.h"

static const double LEAST = 0.93, MOST = 0.97;
// A whole comparison of two alike, over all of its figures: one in forty.
static const double ALARMS = 1.0 / 40;

static const struct made_pair_noise noises[] = {
    {"boots differ", 0.03, 0.03, 0.01, 0.01, false},
    {"guests differ", 0.03, 0.01, 0.05, 0.02, false},
    {"windows differ", 0.03, 0.01, 0.01, 0.10, false},
    {"boots differ, skewed", 0.03, 0.03, 0.01, 0.01, true},
};
enum { NOISES = sizeof noises / sizeof noises[0] };

// --- one comparison -----------------------------------------------------------------------------

struct outcome {
    bool holds[MADE_PAIR_DENSITIES];    // the truth, in the interval of throughput
    double width;                       // of the first one: high over low
    bool is_worse[MADE_PAIR_DENSITIES]; // throughput
    bool is_alarm;                      // any figure better or worse
};

struct row {
    struct made_pair_plan plan;
    struct outcome *list;
};

static void read_throughput(const struct contrast *contrast, const struct made_pair_plan *plan,
                            struct outcome *outcome)
{
    for (int d = 0; d < MADE_PAIR_DENSITIES; d++) {
        double truth = 1 / plan->slower / (d > 0 ? plan->slower_dense : 1);
        for (size_t i = 0; i < contrast->count; i++) {
            const struct judgement *judgement = &contrast->list[i];
            if (strcmp(judgement->measure, "throughput") != 0 ||
                judgement->guests != made_pair_densities[d])
                continue;
            outcome->holds[d] = judgement->ratio.low <= truth && truth <= judgement->ratio.high;
            outcome->is_worse[d] = judgement->verdict == CONTRAST_WORSE;
            if (d == 0)
                outcome->width = judgement->ratio.high / judgement->ratio.low;
        }
    }
}

static void try_one(size_t index, unsigned worker, void *context)
{
    (void)worker;
    struct row *row = context;
    struct made_pair_plan plan = row->plan;
    struct contrast contrast;
    struct err err = {0};
    scope_free struct made_pair *pair = alloc_zeroed(1, sizeof *pair);
    plan.seed = rng_derive(plan.seed, index);
    made_pair_init(pair, &plan);
    const struct contrast_options options = {.seed = plan.seed};
    if (contrast_of(&pair->sides[0], &pair->sides[1], &options, &contrast, &err) < 0) {
        fprintf(stderr, "bench_contrast: %s\n", err_text(&err));
        abort();
    }
    read_throughput(&contrast, &plan, &row->list[index]);
    row->list[index].is_alarm =
        contrast.counts[CONTRAST_WORSE] > 0 || contrast.counts[CONTRAST_BETTER] > 0;
    contrast_done(&contrast);
    made_pair_done(pair);
}

// --- coverage -----------------------------------------------------------------------------------

struct total {
    size_t held, asked, missed, rows;
};

// Three standard deviations of chance around the band.
static bool is_outside(double share, size_t count)
{
    double chance = 3 * sqrt(0.05 * 0.95 / (double)count);
    return share < LEAST - chance || share > MOST + chance;
}

static void cover(const struct made_pair_plan *plan, size_t count, struct total *total)
{
    scope_free struct outcome *list = alloc_zeroed(count, sizeof *list);
    struct row row = {*plan, list};
    size_t held[MADE_PAIR_DENSITIES] = {0};
    double log_width = 0;
    parallel_for(parallel_cpus(), count, try_one, &row);
    for (size_t i = 0; i < count; i++) {
        for (int d = 0; d < MADE_PAIR_DENSITIES; d++)
            held[d] += list[i].holds[d];
        log_width += log(list[i].width) / (double)count;
    }
    printf("%-22s %-8s %5u", plan->noise.name, plan->is_paired ? "blocks" : "apart", plan->boots);
    for (int d = 0; d < MADE_PAIR_DENSITIES; d++) {
        double share = (double)held[d] / (double)count;
        printf(" %8.1f%s", 100 * share, is_outside(share, count) ? "!" : " ");
        total->missed += is_outside(share, count);
        total->held += held[d];
        total->asked += count;
        total->rows++;
    }
    printf(" %9.3f\n", exp(log_width));
    fflush(stdout);
}

static int print_coverage(size_t count)
{
    static const uint32_t boots[] = {3, 5, 10, 20};
    struct total total = {0};
    printf(
        "Of %zu comparisons so many intervals of the ratio of throughput hold the truth, in %%:\n"
        "%-22s %-8s %5s %8s  %8s  %9s\n",
        count, "noise", "boots", "each", "1 guest", "4 guests", "high/low");
    for (size_t n = 0; n < NOISES; n++)
        for (int is_paired = 0; is_paired < 2; is_paired++)
            for (size_t b = 0; b < sizeof boots / sizeof boots[0]; b++)
                cover(&(const struct made_pair_plan){.noise = noises[n],
                                                     .slower = 1.05,
                                                     .slower_dense = 1,
                                                     .is_paired = is_paired,
                                                     .boots = boots[b],
                                                     .operations = 20,
                                                     .seed = 1 + n},
                      count, &total);
    double all = (double)total.held / (double)total.asked;
    printf("all together %.1f %%; %zu of %zu beyond chance outside %.0f to %.0f %%\n", 100 * all,
           total.missed, total.rows, 100 * LEAST, 100 * MOST);
    return all < LEAST || all > MOST;
}

// --- verdicts -----------------------------------------------------------------------------------

struct effect {
    const char *name;
    double slower, slower_dense;
};

static bool judge(const struct made_pair_plan *plan, const char *effect, size_t count)
{
    scope_free struct outcome *list = alloc_zeroed(count, sizeof *list);
    struct row row = {*plan, list};
    size_t found[MADE_PAIR_DENSITIES] = {0}, alarms = 0;
    parallel_for(parallel_cpus(), count, try_one, &row);
    for (size_t i = 0; i < count; i++) {
        for (int d = 0; d < MADE_PAIR_DENSITIES; d++)
            found[d] += list[i].is_worse[d];
        alarms += list[i].is_alarm;
    }
    bool is_alike = plan->slower <= 1 && plan->slower_dense <= 1;
    double chance = 3 * sqrt(ALARMS * (1 - ALARMS) / (double)count);
    bool is_missed = is_alike && (double)alarms / (double)count > ALARMS + chance;
    printf("%-22s %-8s %5u  %-18s %8.1f  %8.1f %8.1f%s\n", plan->noise.name,
           plan->is_paired ? "blocks" : "apart", plan->boots, effect,
           100.0 * (double)found[0] / (double)count, 100.0 * (double)found[1] / (double)count,
           100.0 * (double)alarms / (double)count, is_missed ? "!" : "");
    fflush(stdout);
    return !is_missed;
}

static int print_verdicts(size_t count)
{
    static const struct effect effects[] = {{"alike", 1, 1},
                                            {"5 % slower", 1.05, 1},
                                            {"10 % slower", 1.1, 1},
                                            {"10 % at 4 only", 1, 1.1}};
    static const uint32_t boots[] = {6, 8, 12};
    int missed = 0;
    printf("\nOf %zu comparisons, in %%: throughput said to be worse at 1 and at 4 guests, and any "
           "figure better or worse:\n%-22s %-8s %5s  %-18s %8s  %8s %8s\n",
           count, "noise", "boots", "each", "B is", "1 guest", "4 guests", "any");
    for (size_t n = 0; n < NOISES; n++)
        for (int is_paired = 0; is_paired < 2; is_paired++)
            for (size_t b = 0; b < sizeof boots / sizeof boots[0]; b++)
                for (size_t e = 0; e < sizeof effects / sizeof effects[0]; e++)
                    missed += !judge(
                        &(const struct made_pair_plan){.noise = noises[n],
                                                       .slower = effects[e].slower,
                                                       .slower_dense = effects[e].slower_dense,
                                                       .is_paired = is_paired,
                                                       .boots = boots[b],
                                                       .operations = 300,
                                                       .seed = 100 + n},
                        effects[e].name, count);
    printf("%d rows with more false alarms than one in forty\n", missed);
    return missed > 0;
}

int main(int argc, char **argv)
{
    long covered = argc > 1 ? strtol(argv[1], NULL, 10) : 1000;
    long judged = argc > 2 ? strtol(argv[2], NULL, 10) : 200;
    if (covered < 1 || judged < 1) {
        fprintf(stderr, "bench_contrast: how many comparisons? At least one\n");
        return 2;
    }
    int result = print_coverage((size_t)covered);
    result |= print_verdicts((size_t)judged);
    return result;
}
