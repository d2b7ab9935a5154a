// SPDX-License-Identifier: GPL-3.0-or-later
// What certainty costs: draws, tornado and break-even points of a plan of 200 models and 50 classes
// of guests with 10,000 draws, each time another plan, in a process of its own so that its peak of
// memory is its own. Of seven figures the least and the most enclose the median of all that there
// could be with 98 %.
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/parallel.h"
#include "common/base/scope.h"
#include "planner/certainty/certainty.h"
#include "planner/certainty/certainty_input.h"
#include "planner/certainty/certainty_rank.h"
#include "tests/bench/measure.h"
#include "tests/planner/made_market.h"

enum { MODELS = 200, CLASSES = 50, DRAWS = 10000, RUNS = 7 };
static const double AIM_SECONDS = 5, AIM_MB = 200;

static size_t cheapest_of(const struct made_market *made)
{
    struct certainty_inputs inputs;
    struct certainty_rank rank;

    certainty_inputs_of(&made->plan, &made->capacities, &made->choices, &inputs);
    certainty_rank_init(&rank, &inputs);
    size_t best = certainty_rank_cheapest(rank.now, &made->choices);
    certainty_rank_done(&rank);
    certainty_inputs_done(&inputs);
    return best;
}

// Negative where it failed.
static double seconds_of(uint64_t seed)
{
    struct made_market made;
    struct certainty certainty;

    made_market_random(&made, seed, MODELS, CLASSES);
    made.plan.draws = DRAWS;
    size_t best = cheapest_of(&made);
    uint64_t begin_ns = clock_monotonic_ns();
    int failed = certainty_of(&made.plan, &made.capacities, &made.choices, best, &certainty, NULL);
    double seconds = (double)(clock_monotonic_ns() - begin_ns) / CLOCK_NS_PER_SECOND;
    if (failed)
        return -1;
    bool is_whole = certainty.draws == DRAWS && certainty.option_count == MODELS;
    certainty_done(&certainty);
    made_market_done(&made);
    return is_whole ? seconds : -1;
}

static void measure_child(uint64_t seed, int answer)
{
    double seconds = seconds_of(seed);

    _exit(write(answer, &seconds, sizeof seconds) == (ssize_t)sizeof seconds ? 0 : 1);
}

static int measure_run(uint64_t seed, struct measure *seconds, struct measure *mb)
{
    int ends[2], status;
    struct rusage usage;
    double taken = -1;

    if (pipe(ends) < 0)
        return -1;
    scope_close int answer = ends[0], asked = ends[1];
    pid_t child = fork();
    if (child < 0)
        return -1;
    if (child == 0)
        measure_child(seed, asked);
    if (wait4(child, &status, 0, &usage) != child || status != 0 ||
        read(answer, &taken, sizeof taken) != (ssize_t)sizeof taken || taken < 0)
        return -1;
    measure_add(seconds, taken);
    measure_add(mb, (double)usage.ru_maxrss * 1024 / 1e6);
    return 0;
}

int main(void)
{
    struct measure seconds = {0}, mb = {0};

    for (uint64_t i = 0; i < RUNS; i++) {
        if (measure_run(i + 1, &seconds, &mb) < 0) {
            fprintf(stderr, "bench_plan: plan %d gave no answer\n", (int)i + 1);
            return 1;
        }
    }
    printf("Certainty of a plan, %d draws of %d models and %d classes of guests, on %u CPUs:\n",
           DRAWS, MODELS, CLASSES, parallel_cpus());
    measure_print(&seconds, "time", "s");
    int missed = measure_judge(&seconds, AIM_SECONDS, "s");
    measure_print(&mb, "peak of memory", "MB");
    return measure_judge(&mb, AIM_MB, "MB") || missed;
}
