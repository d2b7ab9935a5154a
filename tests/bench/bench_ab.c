// SPDX-License-Identifier: GPL-3.0-or-later
// What is left of the stated error when ab looks after every block, and what it finds. Boots of
// both sides are made up with known noise, on a host that drifts from block to block; they go
// through ab_judge as real ones do. Counted over whole abs: how often one without a difference ends
// in better or worse for any of its figures, and how often a slower B is found.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/ab.h"
#include "bench/ab_judge.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/model/scenario.h"
#include "common/stats/histogram.h"

enum { ABS = 200, FIRST = 6, MOST = 12, OPERATIONS = 6000, DENSITIES = 2 };
static const uint32_t densities[DENSITIES] = {1, 2};
static const uint64_t SECOND_NS = 1000000000;

// All of them of the logarithm.
struct world {
    double boot, drift; // standard deviations, of a boot and of a step of the host's walk
    double slower;      // B's operations take that much longer
};

static double normal(struct rng *rng)
{
    return sqrt(-2 * log(1 - rng_unit(rng))) * cos(2 * M_PI * rng_unit(rng));
}

// --- boots --------------------------------------------------------------------------------------

static struct histogram_pack *latency_of(double mean_ns, struct rng *rng)
{
    scope_free struct histogram *latency = alloc_zeroed(1, sizeof *latency);
    for (int i = 0; i < OPERATIONS; i++)
        histogram_record(latency, (uint64_t)(mean_ns * (1 - 0.3 * log(1 - rng_unit(rng)))));
    return histogram_pack(latency);
}

static void fill_guest(struct guest_record *guest, uint32_t index, double log_ns,
                       const struct world *world, struct rng *rng)
{
    double ns = 1e6 * exp(log_ns);
    guest_record_init(guest);
    guest->index = index;
    guest->state = RECORD_DONE;
    guest->boot_ns = 500000000;
    guest->host_memory_bytes = (int64_t)(0x1p26 * exp(0.002 * normal(rng)));
    guest->host_cpu_ns = (int64_t)((double)SECOND_NS * exp(world->boot / 2 * normal(rng)));
    guest_record_add_window(guest, &(struct window_record){.measured = true,
                                                           .duration_ns = SECOND_NS,
                                                           .operations = (uint64_t)(1e9 / ns),
                                                           .histogram = latency_of(ns, rng)});
}

static struct step_record *add_step(struct side_run *side, uint32_t guests, uint32_t repeat)
{
    struct step_record *steps =
        alloc_resized((void *)side->steps, side->step_count + 1, sizeof *steps);
    struct step_record *step = &steps[side->step_count++];
    side->steps = steps;
    step_record_init(step);
    step->kind = RECORD_STEP_LADDER;
    step->guests = guests;
    step->repeat = repeat;
    step->state = RECORD_DONE;
    step->measured_ns = (int64_t)SECOND_NS;
    step->guest_list = alloc_zeroed(guests, sizeof *step->guest_list);
    step->guest_count = guests;
    return step;
}

static void add_block(struct side_run *sides, uint32_t block, const struct world *world,
                      double host, struct rng *rng)
{
    for (int s = 0; s < 2; s++)
        for (int d = 0; d < DENSITIES; d++) {
            struct step_record *step = add_step(&sides[s], densities[d], block);
            double log_ns = host + world->boot * normal(rng) + (s ? log(1 + world->slower) : 0);
            for (uint32_t g = 0; g < densities[d]; g++)
                fill_guest(&step->guest_list[g], g, log_ns, world, rng);
        }
}

// --- one ab -------------------------------------------------------------------------------------

struct two_runs {
    struct run_record records[2];
    struct scenario scenario;
    struct side_run sides[2];
};

static void make_runs(struct two_runs *two)
{
    scenario_init(&two->scenario);
    scenario_set(&two->scenario, "densities", "1,2", NULL);
    scenario_set(&two->scenario, "repeats", "6..12", NULL);
    for (int s = 0; s < 2; s++) {
        run_record_init(&two->records[s]);
        two->records[s].id = s + 1;
        two->records[s].state = RECORD_DONE;
        record_set(&two->records[s].campaign, alloc_copy("made"));
        two->sides[s] = (struct side_run){.record = &two->records[s], .scenario = &two->scenario};
    }
}

static void runs_done(struct two_runs *two)
{
    for (int s = 0; s < 2; s++) {
        struct step_record *steps = (struct step_record *)two->sides[s].steps;
        for (size_t i = 0; i < two->sides[s].step_count; i++)
            step_record_done(&steps[i]);
        free(steps);
        run_record_done(&two->records[s]);
    }
    scenario_done(&two->scenario);
}

struct score {
    unsigned count, worse, better, same, blocks;
};

static void carry_out(const struct world *world, uint64_t seed, struct score *score)
{
    struct two_runs two;
    struct rng rng;
    const struct ab_plan plan = {0};
    double host = 0;
    bool is_decided = false;
    rng_init(&rng, seed);
    make_runs(&two);
    two.scenario.seed = seed;
    for (uint32_t blocks = 1; blocks <= MOST && !is_decided; blocks++) {
        struct contrast contrast;
        struct err err = {0};
        host += world->drift * normal(&rng);
        add_block(two.sides, blocks - 1, world, host, &rng);
        if (blocks < FIRST)
            continue;
        const struct ab_sides sides = {.a = {"A", &two.sides[0], 1}, .b = {"B", &two.sides[1], 1}};
        if (ab_judge(&plan, &two.scenario, &sides, blocks, &contrast, &err) < 0) {
            fprintf(stderr, "%s\n", err_text(&err));
            exit(1);
        }
        is_decided = ab_judge_is_decided(&contrast);
        if (is_decided || blocks == MOST) {
            score->count++;
            score->worse += contrast.counts[CONTRAST_WORSE] > 0;
            score->better += contrast.counts[CONTRAST_BETTER] > 0;
            score->same += contrast.overall == CONTRAST_SAME;
            score->blocks += blocks;
        }
        contrast_done(&contrast);
    }
    runs_done(&two);
}

int main(int argc, char **argv)
{
    static const double boots[] = {0.01, 0.02, 0.05}, slowers[] = {0, 0.05, 0.10};
    unsigned abs = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : ABS;
    printf(
        "%u abs a line, 6..12 blocks, %d densities; a host that drifts 3 %% from block to block\n"
        "noise of a boot  B slower  found worse  found better  all the same  blocks\n",
        abs, DENSITIES);
    for (size_t n = 0; n < sizeof boots / sizeof *boots; n++)
        for (size_t e = 0; e < sizeof slowers / sizeof *slowers; e++) {
            const struct world world = {boots[n], 0.03, slowers[e]};
            struct score score = {0};
            for (unsigned i = 0; i < abs; i++)
                carry_out(&world, rng_derive(n * 10 + e, i), &score);
            printf("%13.0f %%  %6.0f %%  %9.1f %%  %10.1f %%  %10.1f %%  %6.1f\n", 100 * boots[n],
                   100 * slowers[e], 100.0 * score.worse / score.count,
                   100.0 * score.better / score.count, 100.0 * score.same / score.count,
                   (double)score.blocks / score.count);
            fflush(stdout);
        }
    return 0;
}
