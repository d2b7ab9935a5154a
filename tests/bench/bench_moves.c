// SPDX-License-Identifier: GPL-3.0-or-later
// What an order of moves costs as fleets grow: ten guests a host, half of the hosts emptied onto
// the other half, which ends 9 parts of 10 full, and one guest of twenty changing places with
// another of its size, so that there are cycles. Seeded: the same fleets every time.
#include <stdio.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/rng.h"
#include "planner/amount/amounts.h"
#include "planner/estate/estate.h"
#include "planner/moves/moves.h"
#include "planner/target/target.h"

static const double gib = 1024.0 * 1024 * 1024;

enum { EACH = 10, SWAPPED = 20 };

struct fleet {
    struct estate estate;
    struct amounts amounts;
    int32_t *goal;
    bool *is_on;
    double *left; // [host] GiB, with guests at their goals
};

static void add_hosts(struct fleet *fleet, size_t hosts)
{
    char name[32];
    for (size_t h = 0; h < hosts; h++) {
        snprintf(name, sizeof name, "h%zu", h);
        struct estate_host *host = estate_add_host(&fleet->estate, name);
        host->cores = 1000;
        host->memory_bytes = 256 * gib;
        host->network_bits_hz = 25e9;
        fleet->left[h] = 256;
        fleet->is_on[h] = h < hosts / 2;
    }
}

static int32_t place(struct fleet *fleet, size_t hosts, double size, struct rng *rng)
{
    for (int tries = 0; tries < 10000; tries++) {
        size_t host = rng_below(rng, hosts / 2);
        if (fleet->left[host] >= size) {
            fleet->left[host] -= size;
            return (int32_t)host;
        }
    }
    abort(); // ten of 11.5 GiB each, twice, are 230 of 256
}

static void add_guests(struct fleet *fleet, size_t hosts, struct rng *rng)
{
    static const double sizes[] = {4, 8, 8, 16, 16, 17};
    char name[32];
    for (size_t g = 0; g < hosts * EACH; g++) {
        double size = sizes[rng_below(rng, sizeof sizes / sizeof *sizes)];
        snprintf(name, sizeof name, "g%zu", g);
        struct estate_guest *guest = estate_add_guest(&fleet->estate, name);
        guest->vcpus = 1;
        guest->memory_bytes = size * gib;
        guest->host = (int32_t)(g / EACH);
        bool stays = (size_t)guest->host < hosts / 2;
        fleet->goal[g] = guest->host;
        if (stays)
            fleet->left[guest->host] -= size;
    }
    for (size_t g = hosts / 2 * EACH; g < hosts * EACH; g++)
        fleet->goal[g] = place(fleet, hosts, fleet->estate.guests[g].memory_bytes / gib, rng);
}

// Those of one size change places: room stays as it is.
static void swap_some(struct fleet *fleet, size_t hosts, struct rng *rng)
{
    size_t stay = hosts / 2 * EACH;
    for (size_t i = 0; i < stay / SWAPPED; i++) {
        size_t a = rng_below(rng, stay), b = rng_below(rng, stay);
        if (fleet->estate.guests[a].memory_bytes != fleet->estate.guests[b].memory_bytes)
            continue;
        int32_t kept = fleet->goal[a];
        fleet->goal[a] = fleet->goal[b];
        fleet->goal[b] = kept;
    }
}

static void fleet_make(struct fleet *fleet, size_t hosts)
{
    struct rng rng;
    rng_init(&rng, hosts);
    estate_init(&fleet->estate);
    fleet->goal = alloc_zeroed(hosts * EACH, sizeof *fleet->goal);
    fleet->is_on = alloc_zeroed(hosts, sizeof *fleet->is_on);
    fleet->left = alloc_zeroed(hosts, sizeof *fleet->left);
    add_hosts(fleet, hosts);
    add_guests(fleet, hosts, &rng);
    swap_some(fleet, hosts, &rng);
}

static void fleet_free(struct fleet *fleet)
{
    amounts_done(&fleet->amounts);
    estate_done(&fleet->estate);
    free(fleet->goal);
    free(fleet->is_on);
    free(fleet->left);
}

static int measure(size_t hosts)
{
    struct fleet fleet = {0};
    struct policy policy;
    struct moves_options options;
    struct moves moves = {0};
    struct err err = {0};
    policy_init(&policy);
    policy.cpu = POLICY_CPU_VCPUS;
    policy.memory_reserve = policy.memory_reserve_bytes = 0;
    moves_options_init(&options);
    fleet_make(&fleet, hosts);
    if (amounts_of(&fleet.estate, &policy, NULL, &fleet.amounts, &err) < 0) {
        fprintf(stderr, "bench_moves: %s\n", err_text(&err));
        return 1;
    }
    struct target target = {.host = fleet.goal, .is_on = fleet.is_on};
    uint64_t begin_ns = clock_monotonic_ns();
    int result = moves_plan(&fleet.estate, &fleet.amounts, NULL, &target, &options, &moves, &err);
    double seconds = (double)(clock_monotonic_ns() - begin_ns) / CLOCK_NS_PER_SECOND;
    printf(
        "%6zu hosts, %7zu guests: %6zu migrations (%zu around) in %5zu waves, %zu stuck: %7.3f s\n",
        hosts, hosts * EACH, moves.migrations, moves.bypasses, moves.waves, moves.stuck_count,
        seconds);
    bool is_whole = result == 0 && moves.stuck_count == 0;
    moves_done(&moves);
    moves_options_done(&options);
    policy_done(&policy);
    fleet_free(&fleet);
    err_done(&err);
    return is_whole ? 0 : 1;
}

int main(void)
{
    static const size_t sizes[] = {100, 300, 1000, 3000, 10000};
    int failed = 0;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        failed |= measure(sizes[i]);
    return failed;
}
