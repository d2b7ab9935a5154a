// SPDX-License-Identifier: GPL-3.0-or-later
// Sums of what steps cost.
#include "bench/time_shares.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"

// Before anything was measured: what a guest with an operating system takes to come up where it is
// emulated, and what anything takes to be cleared away.
#define GUESS_BOOT_NS  4e9
#define GUESS_LIGHT_NS 0.4e9
// What each further guest at once adds to that, as a share of it: two CPUs, eight emulated guests.
#define GUESS_MORE 0.375

void time_shares_done(struct time_shares *shares)
{
    for (size_t i = 0; i < shares->count; i++)
        free(shares->list[i].platform);
    free(shares->list);
    *shares = (struct time_shares){0};
}

static bool is_of(const struct time_shares_cost *cost, const struct time_shares_arm *arm)
{
    return cost->is_light == arm->is_light && strcmp(cost->platform, arm->platform) == 0;
}

static struct time_shares_cost *find(const struct time_shares *shares,
                                     const struct time_shares_arm *arm, uint32_t guests)
{
    for (size_t i = 0; i < shares->count; i++)
        if (is_of(&shares->list[i], arm) && shares->list[i].guests == guests)
            return &shares->list[i];
    return NULL;
}

void time_shares_learn(struct time_shares *shares, const struct time_shares_arm *arm,
                       uint32_t guests, double spent_ns)
{
    struct time_shares_cost *cost = find(shares, arm, guests);
    if (!cost) {
        shares->list = alloc_resized(shares->list, shares->count + 1, sizeof *shares->list);
        cost = &shares->list[shares->count++];
        *cost = (struct time_shares_cost){
            .platform = alloc_copy(arm->platform),
            .is_light = arm->is_light,
            .guests = guests,
        };
    }
    cost->mean_ns += (spent_ns - cost->mean_ns) / (double)++cost->steps;
}

// --- what a step takes --------------------------------------------------------------------------

static const struct time_shares_cost *nearest(const struct time_shares *shares,
                                              const struct time_shares_arm *arm, uint32_t guests)
{
    const struct time_shares_cost *best = NULL;
    double least = INFINITY;
    for (size_t i = 0; i < shares->count; i++) {
        const struct time_shares_cost *cost = &shares->list[i];
        double distance = fabs(log((double)cost->guests / guests));
        if (is_of(cost, arm) && distance < least) {
            least = distance;
            best = cost;
        }
    }
    return best;
}

static double growth(uint32_t guests)
{
    return 1 + GUESS_MORE * (guests - 1);
}

// All but the windows grows with the guests.
double time_shares_step_ns(const struct time_shares *shares, const struct time_shares_arm *arm,
                           uint32_t guests)
{
    const struct time_shares_cost *cost = nearest(shares, arm, guests);
    if (!cost)
        return shares->windows_ns +
               (arm->is_light ? GUESS_LIGHT_NS : GUESS_BOOT_NS * growth(guests));
    double rest_ns = fmax(cost->mean_ns - shares->windows_ns, 0);
    return fmin(cost->mean_ns, shares->windows_ns) +
           rest_ns * growth(guests) / growth(cost->guests);
}

static double round_ns(const struct time_shares *shares, const struct time_shares_load *load,
                       const struct density_list *densities)
{
    double sum_ns = 0;
    for (size_t a = 0; a < load->arm_count; a++)
        for (size_t d = 0; d < densities->count; d++)
            sum_ns += time_shares_step_ns(shares, &load->arms[a], densities->list[d]);
    return sum_ns;
}

// --- sharing ------------------------------------------------------------------------------------

static void leave_out(struct density_list *densities, size_t place)
{
    densities->count--;
    memmove(&densities->list[place], &densities->list[place + 1],
            (densities->count - place) * sizeof densities->list[0]);
}

// Between the first and the last, the uppermost; else the next smaller one takes the last's place.
static void leave_out_one(struct density_list *left, const struct density_list *asked)
{
    if (left->count > 2) {
        leave_out(left, left->count - 2);
        return;
    }
    for (size_t i = asked->count; i-- > 1;)
        if (asked->list[i] < left->list[left->count - 1]) {
            left->list[left->count - 1] = asked->list[i];
            return;
        }
    left->count--;
}

// What is left for the first load where not all of them can have the least: each other one claims
// what it wants, and no more than an equal part.
static double share_of_first(const struct time_shares *shares, const struct time_shares_load *loads,
                             size_t count, const struct density_list *densities, uint32_t least,
                             double left_ns)
{
    double share_ns = left_ns;
    for (size_t i = 1; i < count; i++)
        share_ns -= fmin(least * round_ns(shares, &loads[i], densities), left_ns / (double)count);
    return share_ns;
}

struct time_shares_plan time_shares_next(const struct time_shares *shares,
                                         const struct time_shares_load *loads, size_t count,
                                         const struct density_list *densities, uint32_t rounds_max,
                                         double left_ns)
{
    struct time_shares_plan plan = {.densities = *densities, .rounds = rounds_max};
    uint32_t least = rounds_max < TIME_SHARES_ROUNDS_LEAST ? rounds_max : TIME_SHARES_ROUNDS_LEAST;
    double all_ns = 0, own_ns = round_ns(shares, &loads[0], densities);
    for (size_t i = 0; i < count; i++)
        all_ns += round_ns(shares, &loads[i], densities);
    if (!isfinite(left_ns) || left_ns >= all_ns * rounds_max)
        return plan;
    double rounds = floor(left_ns / all_ns);
    plan.rounds = rounds >= least ? (uint32_t)rounds : least;
    if (rounds >= least)
        return plan;
    double share_ns = share_of_first(shares, loads, count, densities, least, left_ns);
    plan.left_out_ns = least * own_ns - share_ns;
    while (plan.densities.count > 0 &&
           least * round_ns(shares, &loads[0], &plan.densities) > share_ns)
        leave_out_one(&plan.densities, densities);
    if (plan.densities.count == 0)
        plan.rounds = 0;
    return plan;
}
