// SPDX-License-Identifier: GPL-3.0-or-later
// The question made ready, and scores of answers.
#include "planner/target/target_case.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/interrupt.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "planner/sizing/power.h"
#include "planner/rules/rule_broken.h"
#include "planner/target/target_rules.h"
#include "planner/target/target_spare.h"

// --- made once ----------------------------------------------------------------------------------

static int need(const struct estate_host *host, double value, const char *what, const char *aim,
                struct err *err)
{
    if (value >= 0)
        return 0;
    err_input(err, "no %s is known, which the aim %s counts", what, aim);
    return estate_blame_host(host, err);
}

static int check_aim(const struct target_case *problem, struct err *err)
{
    int result = 0;
    for (size_t h = 0; result == 0 && h < problem->estate->host_count; h++) {
        const struct estate_host *host = &problem->estate->hosts[h];
        if (problem->options->aim == TARGET_CHEAPEST)
            result = need(host, host->cost_year, "cost-year", "cheapest", err);
        for (int p = 0; problem->options->aim == TARGET_ENERGY && p < POWER_POINTS; p++)
            result = result ? result
                            : need(host, host->watts[p], "power (watts at idle and by load)",
                                   "energy", err);
    }
    return result;
}

static double mean_of_trace(const struct estate *estate, int32_t trace)
{
    double sum = 0;
    for (size_t w = 0; w < estate->windows; w++) {
        float cores = estate->traces[trace].cores[w];
        sum += isnan(cores) ? 0 : (double)cores;
    }
    return estate->windows ? sum / (double)estate->windows : (double)NAN;
}

// The more it is a guess, the more it is on the safe side.
static double load_of(const struct estate *estate, const struct estate_guest *guest)
{
    const double figures[] = {
        guest->trace >= 0 ? mean_of_trace(estate, guest->trace) : (double)NAN,
        guest->cpu_cores,
        guest->cpu_p95_cores,
        guest->cpu_peak_cores,
        guest->vcpus,
    };
    for (size_t i = 0; !guest->is_off && i < sizeof figures / sizeof *figures; i++)
        if (figures[i] >= 0)
            return figures[i];
    return 0;
}

static void fill_guests(struct target_case *problem)
{
    for (size_t g = 0; g < problem->estate->guest_count; g++) {
        const struct estate_guest *guest = &problem->estate->guests[g];
        problem->start[g] = guest->host;
        problem->is_fixed[g] = guest->is_pinned && guest->host >= 0;
        problem->move_costs[g] = guest->is_off ? 1 : fmax(guest->memory_bytes, 1);
        if (problem->load)
            problem->load[g] = load_of(problem->estate, guest);
    }
}

static size_t count_on(const struct target_case *problem, const int32_t *host, const bool *is_on)
{
    scope_free uint32_t *counts = target_case_count(problem, host);
    size_t used = 0;
    for (size_t h = 0; h < problem->estate->host_count; h++)
        used += counts[h] > 0 || (is_on && is_on[h]);
    return used;
}

static bool needs_judge(const struct target_case *problem)
{
    const struct amounts *amounts = problem->amounts;
    for (size_t h = 0; h < amounts->hosts; h++)
        if (amounts->guests_most[h] != UINT32_MAX)
            return true;
    return amounts->windows > 0 || amounts->slowdown ||
           (problem->rules && rule_set_count(problem->rules));
}

static int64_t largest_room(const struct amounts *amounts, int resource)
{
    int64_t most = 1;
    for (size_t h = 0; h < amounts->hosts; h++)
        if (amounts->room[h][resource] != AMOUNT_UNLIMITED && amounts->room[h][resource] > most)
            most = amounts->room[h][resource];
    return most;
}

int target_case_init(struct target_case *problem, const struct estate *estate,
                     const struct amounts *amounts, const struct rule_set *rules,
                     const struct target_options *options, struct err *err)
{
    size_t guests = estate->guest_count;
    struct target_case made = {estate, amounts, rules, options};
    int result = check_aim(&made, err);
    if (result < 0)
        return result;
    made.deadline_ns = clock_monotonic_ns() + (uint64_t)(fmax(options->seconds, 0) * 1e9);
    made.start = alloc_zeroed(guests + 1, sizeof *made.start);
    made.is_fixed = alloc_zeroed(guests + 1, sizeof *made.is_fixed);
    made.move_costs = alloc_zeroed(guests + 1, sizeof *made.move_costs);
    if (options->aim == TARGET_ENERGY)
        made.load = alloc_zeroed(guests + 1, sizeof *made.load);
    fill_guests(&made);
    target_rules_read(&made);
    made.broken = rule_broken_of(amounts, rules, made.start, false);
    made.hosts_before = count_on(&made, made.start, NULL);
    made.hosts_most = options->hosts_most ? options->hosts_most : made.hosts_before;
    made.is_judged = needs_judge(&made);
    for (int r = 0; r < AMOUNT_COUNT; r++)
        made.largest_room[r] = largest_room(amounts, r);
    *problem = made;
    return 0;
}

void target_case_done(struct target_case *problem)
{
    if (!problem)
        return;
    free(problem->start);
    free(problem->is_fixed);
    free(problem->move_costs);
    free(problem->load);
    free(problem->anchors);
    free(problem->broken);
    *problem = (struct target_case){0};
}

double target_case_seconds_left(const struct target_case *problem)
{
    uint64_t now = clock_monotonic_ns();
    return now < problem->deadline_ns && !interrupt_pending()
               ? (double)(problem->deadline_ns - now) / 1e9
               : 0;
}

struct standing *target_case_standing(const struct target_case *problem, const int32_t *host)
{
    struct standing *standing = standing_new(problem->amounts, problem->rules, false);
    if (host)
        standing_load(standing, host);
    return standing;
}

bool target_case_is_sound(const struct target_case *problem, const int32_t *host)
{
    scope_free bool *now = rule_broken_of(problem->amounts, problem->rules, host, false);
    return !rule_broken_anew(problem->rules, now, problem->broken);
}

double target_case_weight(const struct target_case *problem, uint32_t guest)
{
    double weight = 0;
    for (int r = 0; r < AMOUNT_COUNT; r++)
        if (problem->amounts->is_used[r])
            weight = fmax(weight, (double)problem->amounts->size[guest][r] /
                                      (double)problem->largest_room[r]);
    return weight;
}

uint32_t *target_case_count(const struct target_case *problem, const int32_t *host)
{
    uint32_t *counts = alloc_zeroed(problem->estate->host_count + 1, sizeof *counts);
    for (size_t g = 0; g < problem->estate->guest_count; g++)
        if (host[g] >= 0)
            counts[host[g]]++;
    return counts;
}

bool *target_case_spares(const struct target_case *problem, const int32_t *host)
{
    if (!problem->has_failover)
        return NULL;
    bool *is_spare = alloc_zeroed(problem->estate->host_count + 1, sizeof *is_spare);
    struct standing *standing = target_case_standing(problem, host);
    target_spare(problem, standing, is_spare);
    standing_free(standing);
    return is_spare;
}

// --- scores -------------------------------------------------------------------------------------

static double moved_bytes(const struct target_case *problem, const int32_t *host, size_t *ret_moves)
{
    double bytes = 0;
    size_t moves = 0;
    for (size_t g = 0; g < problem->estate->guest_count; g++)
        if (host[g] != problem->start[g] && problem->start[g] >= 0) {
            bytes += problem->move_costs[g];
            moves++;
        }
    *ret_moves = moves;
    return bytes;
}

static double watts_of(const struct target_case *problem, const int32_t *host, const bool *is_on)
{
    const struct estate *estate = problem->estate;
    scope_free double *cores = alloc_zeroed(estate->host_count + 1, sizeof *cores);
    scope_free uint32_t *counts = target_case_count(problem, host);
    double watts = 0;
    for (size_t g = 0; g < estate->guest_count; g++)
        if (host[g] >= 0)
            cores[host[g]] += problem->load[g];
    for (size_t h = 0; h < estate->host_count; h++)
        if (counts[h] > 0 || (is_on && is_on[h]))
            watts += power_watts(estate->hosts[h].watts, cores[h] / estate->hosts[h].cores);
    return watts;
}

double target_case_cost(const struct target_case *problem, const int32_t *host, const bool *is_on)
{
    size_t moves;
    if (problem->options->aim == TARGET_MOVES)
        return moved_bytes(problem, host, &moves);
    if (problem->options->aim == TARGET_ENERGY)
        return watts_of(problem, host, is_on);
    scope_free uint32_t *counts = target_case_count(problem, host);
    double cost = 0;
    for (size_t h = 0; h < problem->estate->host_count; h++)
        if (counts[h] > 0 || (is_on && is_on[h]))
            cost +=
                problem->options->aim == TARGET_FEWEST ? 1 : problem->estate->hosts[h].cost_year;
    return cost;
}

size_t target_case_excess(const struct target_case *problem, size_t hosts_on, size_t moves)
{
    const struct target_options *options = problem->options;
    size_t excess = 0;
    if (options->aim == TARGET_MOVES && hosts_on > problem->hosts_most)
        excess += hosts_on - problem->hosts_most;
    if (options->moves_most > 0 && moves > options->moves_most)
        excess += moves - options->moves_most;
    return excess;
}

double target_case_host_cost(const struct target_case *problem, size_t host)
{
    const struct estate_host *facts = &problem->estate->hosts[host];
    double least = INFINITY;
    switch (problem->options->aim) {
    case TARGET_CHEAPEST:
        return facts->cost_year;
    case TARGET_ENERGY:
        for (int p = 0; p < POWER_POINTS; p++)
            least = fmin(least, facts->watts[p]);
        return least;
    case TARGET_MOVES:
        return 0;
    default:
        return 1;
    }
}

struct target_score target_case_score(const struct target_case *problem, const int32_t *host,
                                      size_t misplaced, bool with_spares)
{
    struct target_score score = {.misplaced = misplaced};
    scope_free bool *is_spare = with_spares ? target_case_spares(problem, host) : NULL;
    score.cost = target_case_cost(problem, host, is_spare);
    score.moved = moved_bytes(problem, host, &score.moves);
    score.excess = target_case_excess(problem, count_on(problem, host, is_spare), score.moves);
    return score;
}

bool target_score_is_better(const struct target_score *one, const struct target_score *other)
{
    double hair = 1e-9 * fabs(other->cost);
    if (one->misplaced != other->misplaced)
        return one->misplaced < other->misplaced;
    if (one->excess != other->excess)
        return one->excess < other->excess;
    if (fabs(one->cost - other->cost) > hair)
        return one->cost < other->cost;
    return one->moved < other->moved;
}
