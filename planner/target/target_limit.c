// SPDX-License-Identifier: GPL-3.0-or-later
// Hosts in the order of what emptying them gains a move; the guests of one go to the fullest hosts
// that take them, all or none.
#include "planner/target/target_limit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/target/target_pack.h"

enum { FAILURES_MOST = 64 }; // hosts in a row that could not be emptied

struct limiting {
    const struct target_case *problem;
    struct standing *standing;
    int32_t *host;
    uint32_t *counts;
    uint32_t *guests, *first; // [host] first of its guests: how it began
    bool *has_received;       // [host]
    double *gain;             // [host] of a move
    size_t moves_left;
};

// --- what is broken -----------------------------------------------------------------------------

// The fewest bytes that mend the start, with as many hosts as there are.
static int mend(struct target_found *found, int32_t *host)
{
    const struct target_case *problem = found->problem;
    struct target_options options = *problem->options;
    struct target_case mending = *problem;
    struct packing packing = {0};
    options.aim = TARGET_MOVES;
    mending.options = &options;
    mending.hosts_most = problem->estate->host_count;
    int result =
        target_pack(&mending, found->is_misplaced, target_case_seconds_left(problem) / 2, &packing);
    if (result < 0)
        return result;
    for (size_t g = 0; g < problem->estate->guest_count; g++)
        host[g] = packing.bin[g] >= 0 ? packing.bin[g] : problem->start[g];
    packing_done(&packing);
    return 0;
}

static size_t count_moves(const struct target_case *problem, const int32_t *host)
{
    size_t moves = 0;
    for (size_t g = 0; g < problem->estate->guest_count; g++)
        moves += problem->start[g] >= 0 && host[g] != problem->start[g];
    return moves;
}

// --- one host -----------------------------------------------------------------------------------

static void shift(struct limiting *limiting, uint32_t guest, int32_t to)
{
    int32_t from = limiting->host[guest];
    standing_leave(limiting->standing, guest, (uint32_t)from);
    standing_arrive(limiting->standing, guest, (uint32_t)to);
    limiting->counts[from]--;
    limiting->counts[to]++;
    limiting->host[guest] = to;
}

// The least part of any room that is left.
static double left_of(const struct limiting *limiting, uint32_t host)
{
    const struct amounts *amounts = limiting->problem->amounts;
    double left = 1;
    for (int r = 0; r < AMOUNT_COUNT; r++) {
        int64_t room = amounts->room[host][r];
        if (amounts->is_used[r] && room != AMOUNT_UNLIMITED && room > 0)
            left =
                fmin(left, 1 - (double)standing_taken(limiting->standing, host, r) / (double)room);
    }
    return left;
}

// The fullest host in use that takes the guest, or -1.
static int32_t place_for(struct limiting *limiting, uint32_t guest, int32_t from)
{
    const struct target_case *problem = limiting->problem;
    int32_t best = -1;
    double best_left = INFINITY;
    for (uint32_t h = 0; h < problem->estate->host_count; h++) {
        if ((int32_t)h == from || limiting->counts[h] == 0 ||
            !target_case_may(problem, limiting->standing, guest, h))
            continue;
        double left = left_of(limiting, h);
        if (left < best_left) {
            best = (int32_t)h;
            best_left = left;
        }
    }
    return best;
}

// A guest that has been moved already costs no further move.
static size_t moves_to_empty(const struct limiting *limiting, uint32_t host)
{
    const struct target_case *problem = limiting->problem;
    size_t moves = 0;
    for (uint32_t i = limiting->first[host]; i < limiting->first[host + 1]; i++) {
        uint32_t guest = limiting->guests[i];
        if (problem->is_fixed[guest])
            return SIZE_MAX;
        moves += problem->start[guest] == (int32_t)host;
    }
    return moves;
}

static bool is_emptied(struct limiting *limiting, uint32_t host)
{
    uint32_t first = limiting->first[host], end = limiting->first[host + 1], i = first;
    size_t moves = moves_to_empty(limiting, host);
    if (moves > limiting->moves_left || limiting->has_received[host])
        return false;
    for (; i < end; i++) {
        int32_t to = place_for(limiting, limiting->guests[i], (int32_t)host);
        if (to < 0)
            break;
        shift(limiting, limiting->guests[i], to);
    }
    bool is_done = i == end;
    while (!is_done && i-- > first)
        shift(limiting, limiting->guests[i], (int32_t)host);
    for (i = first; is_done && i < end; i++)
        limiting->has_received[limiting->host[limiting->guests[i]]] = true;
    limiting->moves_left -= is_done ? moves : 0;
    return is_done;
}

// --- all hosts ----------------------------------------------------------------------------------

static int by_gain(const void *a, const void *b, void *context)
{
    const double *gain = context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    if (gain[x] != gain[y])
        return gain[x] > gain[y] ? -1 : 1;
    return (x > y) - (x < y);
}

static void list_guests(struct limiting *limiting)
{
    size_t guests = limiting->problem->estate->guest_count;
    size_t hosts = limiting->problem->estate->host_count;
    scope_free uint32_t *next = alloc_zeroed(hosts + 1, sizeof *next);
    for (size_t h = 0; h < hosts; h++)
        limiting->first[h + 1] = limiting->first[h] + limiting->counts[h];
    memcpy(next, limiting->first, hosts * sizeof *next);
    for (uint32_t g = 0; g < guests; g++)
        if (limiting->host[g] >= 0)
            limiting->guests[next[limiting->host[g]]++] = g;
}

// The heaviest first: they are the hardest to place.
static void order_guests(struct limiting *limiting)
{
    const struct target_case *problem = limiting->problem;
    scope_free double *weight = alloc_zeroed(problem->estate->guest_count + 1, sizeof *weight);
    for (uint32_t g = 0; g < problem->estate->guest_count; g++)
        weight[g] = target_case_weight(problem, g);
    for (size_t h = 0; h < problem->estate->host_count; h++)
        qsort_r(limiting->guests + limiting->first[h], limiting->counts[h], sizeof(uint32_t),
                by_gain, weight);
}

static void empty_hosts(struct limiting *limiting)
{
    const struct target_case *problem = limiting->problem;
    size_t count = 0, failures = 0;
    scope_free uint32_t *order = alloc_zeroed(problem->estate->host_count + 1, sizeof *order);
    for (uint32_t h = 0; h < problem->estate->host_count; h++) {
        if (limiting->counts[h] == 0)
            continue;
        limiting->gain[h] = target_case_host_cost(problem, h) / limiting->counts[h];
        order[count++] = h;
    }
    qsort_r(order, count, sizeof *order, by_gain, limiting->gain);
    for (size_t i = 0; i < count && limiting->moves_left > 0 && failures < FAILURES_MOST; i++) {
        failures = is_emptied(limiting, order[i]) ? 0 : failures + 1;
        if (target_case_seconds_left(problem) <= 0)
            break;
    }
}

static void improve(struct target_found *found, int32_t *host, size_t moves_left)
{
    const struct target_case *problem = found->problem;
    size_t hosts = problem->estate->host_count, guests = problem->estate->guest_count;
    scope_free uint32_t *counts = target_case_count(problem, host);
    scope_free uint32_t *list = alloc_zeroed(guests + 1, sizeof *list);
    scope_free uint32_t *first = alloc_zeroed(hosts + 2, sizeof *first);
    scope_free bool *has_received = alloc_zeroed(hosts + 1, sizeof *has_received);
    scope_free double *gain = alloc_zeroed(hosts + 1, sizeof *gain);
    struct limiting limiting = {
        problem,      target_case_standing(problem, host),
        host,         counts,
        list,         first,
        has_received, gain,
        moves_left,
    };
    list_guests(&limiting);
    order_guests(&limiting);
    empty_hosts(&limiting);
    standing_free(limiting.standing);
    target_found_offer(found, host, found->is_misplaced, "emptying hosts by few moves");
}

// --- the bound ----------------------------------------------------------------------------------

static int by_count(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

// A host is empty in the end only when all of its guests have moved.
static void raise_bound(struct target_found *found)
{
    const struct target_case *problem = found->problem;
    size_t hosts = problem->estate->host_count, left = problem->options->moves_most, emptied = 0;
    scope_free uint32_t *counts = target_case_count(problem, problem->start);
    if (problem->options->aim != TARGET_FEWEST)
        return;
    qsort(counts, hosts, sizeof *counts, by_count);
    for (size_t h = 0; h < hosts && counts[h] <= left; h++) {
        emptied += counts[h] > 0;
        left -= counts[h];
    }
    target_found_raise(found, (double)(problem->hosts_before - emptied),
                       "so many hosts can be emptied by so many moves");
}

int target_limit(struct target_found *found)
{
    const struct target_case *problem = found->problem;
    size_t most = problem->options->moves_most;
    if (most == 0)
        return 0;
    raise_bound(found);
    if (found->score.moves <= most)
        return 0;
    scope_free int32_t *host = alloc_zeroed(problem->estate->guest_count + 1, sizeof *host);
    int result = mend(found, host);
    if (result < 0)
        return result;
    target_found_offer(found, host, found->is_misplaced, "the start, mended where it must be");
    size_t moves = count_moves(problem, host);
    if (moves < most)
        improve(found, host, most - moves);
    return 0;
}
