// SPDX-License-Identifier: GPL-3.0-or-later
// Take so many hosts that are on out of each group that has guests: those left hold all guests, for
// that is what failover asks, group by group. So there are so many hosts more for each group that
// has guests, and as few groups have guests as those with most room can be, less what may be lost
// there. Guests that are pinned are not while their host is lost; bounds must not count on it.
#include "planner/target/target_loss.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/rules/rule_facts.h"

enum { OUTSIDE = UINT32_MAX };

struct loss_group {
    uint64_t most; // hosts lost
    double room;   // of the resource that is looked at, with those lost that have most
};

struct loss {
    const struct target_case *problem;
    uint32_t *group; // [host] or OUTSIDE
    struct loss_group *groups;
    size_t count;
};

bool *target_loss_guests(const struct target_case *problem)
{
    size_t guests = problem->estate->guest_count, count = 0;
    bool *is_in = alloc_zeroed(guests + 1, sizeof *is_in);
    for (size_t g = 0; g < guests; g++) {
        bool is_bound = problem->is_fixed[g] && problem->start[g] >= 0 &&
                        problem->amounts->is_closed[problem->start[g]];
        is_in[g] = !is_bound && !problem->estate->guests[g].is_off;
        count += is_in[g];
    }
    if (count == 0) {
        free(is_in);
        return NULL;
    }
    return is_in;
}

// Whether no host of the rule is in a group already.
static bool is_new(const struct loss *loss, const struct rule *rule)
{
    for (uint32_t h = 0; h < loss->problem->estate->host_count; h++)
        if (rule_facts_group(rule, h) != OUTSIDE && loss->group[h] != OUTSIDE)
            return false;
    return true;
}

static void take_rule(struct loss *loss, const struct rule *rule, uint64_t most)
{
    size_t hosts = loss->problem->estate->host_count;
    scope_free uint32_t *number = alloc_zeroed(hosts + 1, sizeof *number); // [group of the rule]
    for (uint32_t h = 0; h < hosts; h++) {
        uint32_t group = rule_facts_group(rule, h);
        if (group >= hosts)
            continue;
        if (number[group] == 0) {
            loss->groups[loss->count++].most = most;
            number[group] = (uint32_t)loss->count;
        }
        loss->group[h] = number[group] - 1;
    }
}

static void take_rules(struct loss *loss)
{
    const struct target_case *problem = loss->problem;
    size_t count = problem->rules ? rule_set_count(problem->rules) : 0;
    for (uint32_t h = 0; h < problem->estate->host_count; h++)
        loss->group[h] = OUTSIDE;
    for (size_t i = 0; i < count; i++) {
        struct rule_facts facts;
        const struct rule *rule = rule_set_at(problem->rules, i);
        rule_facts_of(rule, &facts);
        if (facts.kind == RULE_FAILOVER && facts.is_for_all && is_new(loss, rule))
            take_rule(loss, rule, facts.most);
    }
}

struct loss_host {
    uint32_t group;
    int64_t room;
};

static int by_room(const void *a, const void *b)
{
    const struct loss_host *x = a, *y = b;
    if (x->group != y->group)
        return (x->group > y->group) - (x->group < y->group);
    return (x->room < y->room) - (x->room > y->room);
}

// What is left of each group, and the room outside of all; infinite where a host has no limit.
static double measure(struct loss *loss, enum amount_resource resource)
{
    const struct amounts *amounts = loss->problem->amounts;
    scope_free struct loss_host *hosts = alloc_zeroed(amounts->hosts + 1, sizeof *hosts);
    double outside = 0;
    uint64_t nth = 0;
    for (size_t h = 0; h < amounts->hosts; h++)
        hosts[h] = (struct loss_host){loss->group[h], amounts->room[h][resource]};
    qsort(hosts, amounts->hosts, sizeof *hosts, by_room);
    for (size_t i = 0; i < loss->count; i++)
        loss->groups[i].room = 0;
    for (size_t i = 0; i < amounts->hosts; i++) {
        double room = hosts[i].room == AMOUNT_UNLIMITED ? INFINITY : (double)hosts[i].room;
        nth = i > 0 && hosts[i].group == hosts[i - 1].group ? nth + 1 : 0;
        if (hosts[i].group == OUTSIDE)
            outside += room;
        else if (nth >= loss->groups[hosts[i].group].most)
            loss->groups[hosts[i].group].room += room;
    }
    return outside;
}

static int by_yield(const void *a, const void *b)
{
    const struct loss_group *x = a, *y = b;
    double one = x->room * (double)y->most, other = y->room * (double)x->most;
    return (one < other) - (one > other);
}

static double sum_of(const struct target_case *problem, const bool *is_in,
                     enum amount_resource resource)
{
    double sum = 0;
    for (size_t g = 0; g < problem->amounts->guests; g++)
        sum += is_in[g] ? (double)problem->amounts->least[g][resource] : 0;
    return sum;
}

// Groups that yield most for what may be lost there come first, the last one in part. The sum is
// taken to be a little less than it is, for rounding.
static double lost_for(struct loss *loss, const bool *is_in, enum amount_resource resource)
{
    double sum = sum_of(loss->problem, is_in, resource) * (1 - 1e-9) - measure(loss, resource);
    scope_free struct loss_group *groups = alloc_zeroed(loss->count + 1, sizeof *groups);
    double lost = 0;
    for (size_t i = 0; i < loss->count; i++)
        groups[i] = loss->groups[i];
    qsort(groups, loss->count, sizeof *groups, by_yield);
    for (size_t i = 0; i < loss->count && sum > 0 && groups[i].room > 0; i++) {
        lost += (double)groups[i].most * fmin(1, sum / groups[i].room);
        sum -= groups[i].room;
    }
    return lost;
}

// Where every host is in a group, some group has guests.
static double lost_anyway(const struct loss *loss)
{
    double least = INFINITY;
    for (size_t h = 0; h < loss->problem->estate->host_count; h++)
        if (loss->group[h] == OUTSIDE)
            return 0;
    for (size_t i = 0; i < loss->count; i++)
        least = fmin(least, (double)loss->groups[i].most);
    return loss->count > 0 ? least : 0;
}

size_t target_loss_hosts(const struct target_case *problem, const bool *is_in)
{
    size_t hosts = problem->estate->host_count;
    scope_free uint32_t *group = alloc_zeroed(hosts + 1, sizeof *group);
    scope_free struct loss_group *groups = alloc_zeroed(hosts + 1, sizeof *groups);
    struct loss loss = {.problem = problem, .group = group};
    // A host is in one group at most, so there are no more of them.
    loss.groups = groups;
    take_rules(&loss);
    double lost = lost_anyway(&loss);
    for (int r = 0; r < AMOUNT_COUNT; r++)
        if (problem->amounts->is_used[r])
            lost = fmax(lost, lost_for(&loss, is_in, r));
    return (size_t)ceil(lost - 1e-6);
}
