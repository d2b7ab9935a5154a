// SPDX-License-Identifier: GPL-3.0-or-later
// Random small estates by every aim, against all placements there are.
#include "planner/target/target.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "planner/sizing/power.h"
#include "planner/standing/standing.h"
#include "tests/planner/made_estate.h"

enum { HOSTS = 3, GUESTS = 6, WINDOWS = 12, SEEDS = 60 };

struct trial {
    uint64_t seed;
    struct estate estate;
    struct policy policy;
    struct amounts amounts;
    struct target_options options;
    int32_t host[GUESTS];
    double best; // INFINITY: nothing is allowed
};

static void make_hosts(struct trial *trial, struct rng *rng)
{
    for (size_t h = 0; h < HOSTS; h++) {
        scope_free char *name = alloc_printf("h%zu", h);
        struct estate_host *host = made_host(&trial->estate, name, 4.0 + (double)rng_below(rng, 6),
                                             8.0 + (double)rng_below(rng, 16));
        host->cost_year = (double)(100 * (1 + rng_below(rng, 9)));
        host->is_drained = rng_below(rng, 12) == 0;
        if (rng_below(rng, 6) == 0)
            host->guests_most = 2;
        host->watts[0] = 50 + (double)rng_below(rng, 100);
        for (int p = 1; p < POWER_POINTS; p++)
            host->watts[p] = host->watts[p - 1] + (double)rng_below(rng, 40);
    }
}

static void make_guests(struct trial *trial, struct rng *rng)
{
    for (size_t g = 0; g < GUESTS; g++) {
        scope_free char *name = alloc_printf("g%zu", g);
        float cores[WINDOWS];
        struct estate_guest *guest =
            made_guest(&trial->estate, name, (int32_t)rng_below(rng, HOSTS + 1) - 1,
                       1.0 + (double)rng_below(rng, 3), 1.0 + (double)rng_below(rng, 5));
        guest->cpu_cores = guest->vcpus * rng_unit(rng);
        for (size_t w = 0; w < WINDOWS; w++)
            cores[w] = (float)(guest->vcpus * pow(rng_unit(rng), 2));
        if (trial->seed % 2)
            made_trace(&trial->estate, g, WINDOWS, cores);
    }
}

static void make(struct trial *trial)
{
    struct rng rng;
    rng_init(&rng, trial->seed);
    estate_init(&trial->estate);
    made_policy(&trial->policy);
    make_hosts(trial, &rng);
    make_guests(trial, &rng);
    trial->policy.cpu = trial->seed % 2 ? POLICY_CPU_PERCENTILE : POLICY_CPU_VCPUS;
    trial->policy.cpu_overcommit = trial->seed % 4 ? 1 : 3; // loads beyond the cores there are, too
    trial->policy.percentile = 0.8;
    made_amounts(&trial->estate, &trial->policy, &trial->amounts);
    trial->options = (struct target_options){
        .aim = (enum target_aim)(trial->seed % TARGET_AIM_COUNT),
        .seconds = 10,
        .rounds = 20,
        .threads = 1,
        .seed = 1,
        .moves_most = trial->seed % 5 == 0 ? 2 : 0,
        .hosts_most = 2,
    };
}

// --- the long way -------------------------------------------------------------------------------

static double mean_load(const struct trial *trial, size_t g)
{
    const struct estate_guest *guest = &trial->estate.guests[g];
    double sum = 0;
    if (guest->trace < 0)
        return guest->cpu_cores;
    for (size_t w = 0; w < WINDOWS; w++)
        sum += (double)trial->estate.traces[guest->trace].cores[w];
    return sum / WINDOWS;
}

static double host_cost(const struct trial *trial, size_t h)
{
    const struct estate_host *host = &trial->estate.hosts[h];
    double load = 0;
    if (trial->options.aim == TARGET_FEWEST)
        return 1;
    if (trial->options.aim == TARGET_CHEAPEST)
        return host->cost_year;
    for (size_t g = 0; g < GUESTS; g++)
        load += trial->host[g] == (int32_t)h ? mean_load(trial, g) : 0;
    return power_watts(host->watts, load / host->cores);
}

static void look_at(struct trial *trial)
{
    double cost = 0, moved = 0;
    size_t moves = 0, used = 0;
    for (size_t g = 0; g < GUESTS; g++)
        if (trial->estate.guests[g].host >= 0 && trial->estate.guests[g].host != trial->host[g]) {
            moved += trial->estate.guests[g].memory_bytes;
            moves++;
        }
    for (size_t h = 0; h < HOSTS; h++) {
        bool is_used = false;
        for (size_t g = 0; g < GUESTS; g++)
            is_used = is_used || trial->host[g] == (int32_t)h;
        used += is_used;
        cost += is_used && trial->options.aim != TARGET_MOVES ? host_cost(trial, h) : 0;
    }
    if (trial->options.moves_most > 0 && moves > trial->options.moves_most)
        return;
    if (trial->options.aim == TARGET_MOVES && used > trial->options.hosts_most)
        return;
    trial->best = fmin(trial->best, trial->options.aim == TARGET_MOVES ? moved : cost);
}

static void place(struct trial *trial, struct standing *standing, uint32_t guest)
{
    if (guest == GUESTS) {
        look_at(trial);
        return;
    }
    for (uint32_t h = 0; h < HOSTS; h++) {
        if (!standing_may(standing, guest, h))
            continue;
        trial->host[guest] = (int32_t)h;
        standing_arrive(standing, guest, h);
        place(trial, standing, guest + 1);
        standing_leave(standing, guest, h);
    }
}

static bool is_within_limits(const struct trial *trial, const struct target *target)
{
    const struct target_options *options = &trial->options;
    return target->misplaced_count == 0 &&
           (options->moves_most == 0 || target->moves <= options->moves_most) &&
           (options->aim != TARGET_MOVES || target->hosts_used <= options->hosts_most);
}

static void judge(const struct trial *trial, const struct target *target)
{
    double hair = 1e-6 * (1 + fabs(trial->best));
    unsigned long long seed = trial->seed;
    cr_expect_eq(is_within_limits(trial, target), isfinite(trial->best), "seed %llu", seed);
    if (isinf(trial->best) || !is_within_limits(trial, target))
        return;
    cr_expect_leq(target->bound, trial->best + hair, "seed %llu: %g above %g by %s", seed,
                  target->bound, trial->best, target->bound_by);
    cr_expect_geq(target->cost, trial->best - hair, "seed %llu: %g is too good", seed,
                  target->cost);
    // Single moves may lead to less only where no state on the way is over its room.
    if (target->is_optimal)
        cr_expect_leq(target->cost, trial->best + hair, "seed %llu: %g, best is %g", seed,
                      target->cost, trial->best);
}

Test(planner_target_aims, are_met_and_what_is_proven_is)
{
    size_t optimal = 0, possible = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct trial trial = {.seed = seed, .best = INFINITY};
        struct target target = {0};
        struct err err = {0};
        make(&trial);
        cr_assert_eq(
            target_find(&trial.estate, &trial.amounts, NULL, &trial.options, &target, &err), 0,
            "%s", err_text(&err));
        struct standing *standing = standing_new(&trial.amounts, NULL, false);
        place(&trial, standing, 0);
        standing_free(standing);
        judge(&trial, &target);
        possible += isfinite(trial.best);
        optimal += target.is_optimal;
        target_done(&target);
        amounts_done(&trial.amounts);
        policy_done(&trial.policy);
        estate_done(&trial.estate);
    }
    cr_expect_gt(possible, SEEDS / 2);
    cr_expect_gt(optimal, possible * 4 / 5, "%zu of %zu", optimal, possible);
}
