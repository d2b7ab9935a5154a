// SPDX-License-Identifier: GPL-3.0-or-later
// An operation takes 1 ms, times what host, boot, guest and window make of it.
#include "tests/bench/made_pair.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/inference/normal.h"
#include "common/stats/histogram.h"
#include "common/stats/histogram_pack.h"

#define OPERATION_NS   1e6
#define LATENCY_SPREAD 0.3
enum { WINDOWS = 4 };

const uint32_t made_pair_densities[MADE_PAIR_DENSITIES] = {1, 4};

// Deviation 1, mean 0.
static double draw(bool is_skewed, struct rng *rng)
{
    return is_skewed ? -log(1 - rng_unit(rng)) - 1 : normal_draw(rng);
}

static struct histogram_pack *latency_of(double mean_ns, uint32_t operations, struct rng *rng)
{
    scope_free struct histogram *latency = alloc_zeroed(1, sizeof *latency);
    histogram_reset(latency);
    for (uint32_t i = 0; i < operations; i++)
        histogram_record(latency,
                         (uint64_t)(mean_ns * (1 - LATENCY_SPREAD * log(1 - rng_unit(rng)))));
    return histogram_pack(latency);
}

static void fill_guest(struct guest_record *guest, uint32_t index, double log_slow,
                       const struct made_pair_plan *plan, struct rng *rng)
{
    guest_record_init(guest);
    guest->index = index;
    guest->state = RECORD_DONE;
    guest->boot_ns = INT64_C(500000000);
    guest->host_memory_bytes = (int64_t)(0x1p26 * exp(0.002 * normal_draw(rng)));
    guest->host_cpu_ns = WINDOWS * (int64_t)CLOCK_NS_PER_SECOND;
    log_slow += plan->noise.guest * draw(plan->noise.is_skewed, rng);
    for (uint32_t w = 0; w < WINDOWS; w++) {
        double ns = OPERATION_NS / 100 * exp(log_slow + plan->noise.window * normal_draw(rng));
        uint64_t done = (uint64_t)llround(1e9 / ns);
        guest_record_add_window(
            guest, &(struct window_record){.index = w,
                                           .measured = true,
                                           .duration_ns = CLOCK_NS_PER_SECOND,
                                           .operations = done,
                                           .due = done,
                                           .histogram = latency_of(ns, plan->operations, rng)});
    }
}

static void fill_boot(struct step_record *step, uint32_t guests, uint32_t repeat, double log_slow,
                      const struct made_pair_plan *plan, struct rng *rng)
{
    step_record_init(step);
    step->kind = RECORD_STEP_LADDER;
    step->guests = guests;
    step->repeat = repeat;
    step->state = RECORD_DONE;
    step->measured_ns = WINDOWS * (int64_t)CLOCK_NS_PER_SECOND;
    step->guest_list = alloc_zeroed(guests, sizeof *step->guest_list);
    step->guest_count = guests;
    log_slow += plan->noise.boot * draw(plan->noise.is_skewed, rng);
    for (uint32_t g = 0; g < guests; g++)
        fill_guest(&step->guest_list[g], g, log_slow, plan, rng);
}

static void fill_runs(struct made_pair *pair, const struct made_pair_plan *plan)
{
    scenario_init(&pair->scenario);
    for (int s = 0; s < 2; s++) {
        struct run_record *record = &pair->records[s];
        run_record_init(record);
        record->id = s + 1;
        record->seed = plan->seed;
        record->state = RECORD_DONE;
        record_set(&record->scenario, scenario_format(&pair->scenario));
        if (plan->is_paired)
            record_set(&record->campaign, alloc_copy("made"));
        pair->runs[s] = (struct side_run){record, &pair->scenario, pair->steps[s], 0};
        pair->sides[s] = (struct side){s ? "B" : "A", &pair->runs[s], 1};
    }
}

void made_pair_init(struct made_pair *pair, const struct made_pair_plan *plan)
{
    struct rng rng;
    *pair = (struct made_pair){0};
    rng_init(&rng, plan->seed);
    fill_runs(pair, plan);
    for (uint32_t block = 0; block < plan->boots; block++) {
        double host = plan->is_paired ? plan->noise.host * normal_draw(&rng) : 0;
        for (int s = 0; s < 2; s++)
            for (int d = 0; d < MADE_PAIR_DENSITIES; d++) {
                double slower = s ? log(plan->slower) : 0;
                if (s && d > 0)
                    slower += log(plan->slower_dense);
                fill_boot(&pair->steps[s][pair->runs[s].step_count++], made_pair_densities[d],
                          block, host + slower, plan, &rng);
            }
    }
}

void made_pair_done(struct made_pair *pair)
{
    for (int s = 0; s < 2; s++) {
        for (size_t i = 0; i < pair->runs[s].step_count; i++)
            step_record_done(&pair->steps[s][i]);
        run_record_done(&pair->records[s]);
    }
    scenario_done(&pair->scenario);
}
