// SPDX-License-Identifier: GPL-3.0-or-later
// A guest under way has arrived and not left. Knows no time.
#include "planner/moves/moves_yard.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/amount/amounts.h"
#include "planner/estate/estate.h"
#include "planner/rules/rule.h"
#include "planner/rules/rule_facts.h"
#include "planner/standing/standing.h"

static const struct moves_step *step_of(const struct moves_yard *yard, size_t step)
{
    return &yard->schedule->steps->list[step];
}

static bool is_of_guest(const struct moves_step *step)
{
    return step->kind == MOVE_MIGRATE || step->kind == MOVE_START;
}

static void link_steps(struct moves_yard *yard, size_t guests)
{
    size_t count = yard->schedule->steps->count;
    scope_free int32_t *last = alloc_zeroed(guests + 1, sizeof(*last));
    memset(last, -1, (guests + 1) * sizeof(*last));
    memset(yard->after, -1, (count + 1) * sizeof(*yard->after));
    for (size_t s = 0; s < count; s++) {
        const struct moves_step *step = step_of(yard, s);
        if (!is_of_guest(step))
            continue;
        if (last[step->guest] >= 0) {
            yard->after[last[step->guest]] = (int32_t)s;
            yard->before[s]++;
        }
        last[step->guest] = (int32_t)s;
    }
}

static void arrive(struct moves_yard *yard, int32_t guest, int32_t host)
{
    standing_arrive(yard->standing, (uint32_t)guest, (uint32_t)host);
    yard->running[host] += !yard->schedule->estate->guests[guest].is_off;
}

static void leave(struct moves_yard *yard, int32_t guest, int32_t host)
{
    standing_leave(yard->standing, (uint32_t)guest, (uint32_t)host);
    yard->running[host] -= !yard->schedule->estate->guests[guest].is_off;
}

static bool has_restarts(const struct rule_set *rules)
{
    for (size_t r = 0; rules && r < rule_set_count(rules); r++) {
        struct rule_facts facts;
        rule_facts_of(rule_set_at(rules, r), &facts);
        if (facts.is_continuous && (facts.kind == RULE_FAILOVER || facts.kind == RULE_MAINTENANCE))
            return true;
    }
    return false;
}

void moves_yard_init(struct moves_yard *yard, const struct moves_schedule *schedule)
{
    const struct estate *estate = schedule->estate;
    size_t steps = schedule->steps->count;
    *yard = (struct moves_yard){
        .schedule = schedule,
        .amounts = *schedule->amounts,
        .running = alloc_zeroed(estate->host_count + 1, sizeof(*yard->running)),
        .carried = alloc_zeroed(estate->host_count + 1, sizeof(*yard->carried)),
        .host = alloc_zeroed(estate->guest_count + 1, sizeof(*yard->host)),
        .restarts = has_restarts(schedule->rules),
        .is_down = alloc_zeroed(estate->host_count + 1, sizeof(*yard->is_down)),
        .before = alloc_zeroed(steps + 1, sizeof(*yard->before)),
        .after = alloc_zeroed(steps + 1, sizeof(*yard->after)),
        .under_way = alloc_zeroed(steps + 1, sizeof(*yard->under_way)),
    };
    yard->amounts.is_closed = alloc_zeroed(estate->host_count + 1, sizeof(bool));
    memcpy(yard->amounts.is_closed, schedule->amounts->is_closed, estate->host_count);
    yard->standing = standing_new(&yard->amounts, schedule->rules, true);
    for (size_t h = 0; h < estate->host_count; h++)
        yard->is_down[h] = estate->hosts[h].is_off;
    for (uint32_t g = 0; g < estate->guest_count; g++) {
        yard->host[g] = estate->guests[g].host;
        if (yard->host[g] >= 0)
            arrive(yard, (int32_t)g, yard->host[g]);
    }
    link_steps(yard, estate->guest_count);
}

void moves_yard_done(struct moves_yard *yard)
{
    standing_free(yard->standing);
    free(yard->amounts.is_closed);
    free(yard->carried);
    free(yard->running);
    free(yard->host);
    free(yard->is_down);
    free(yard->before);
    free(yard->after);
    free(yard->under_way);
}

static bool is_pair_free(const struct moves_yard *yard, const struct moves_step *step)
{
    unsigned most = yard->schedule->options->per_link, count = 0;
    if (most >= yard->schedule->options->per_host)
        return true;
    for (size_t i = 0; i < yard->under_way_count; i++) {
        const struct moves_step *other = step_of(yard, yard->under_way[i]);
        count +=
            other->kind == MOVE_MIGRATE && ((other->from == step->from && other->to == step->to) ||
                                            (other->from == step->to && other->to == step->from));
    }
    return count < most;
}

static bool is_within_limits(const struct moves_yard *yard, const struct moves_step *step)
{
    const struct moves_options *options = yard->schedule->options;
    if (yard->migrations >= options->at_once || yard->carried[step->to] >= options->per_host)
        return false;
    if (step->from < 0)
        return true;
    return yard->carried[step->from] < options->per_host && is_pair_free(yard, step);
}

static bool is_idle(const struct moves_yard *yard, int32_t host)
{
    return yard->carried[host] == 0 && yard->running[host] == 0;
}

// What was found safe with one group closed is not so with two, and with all as it was then.
static bool may_maintain(const struct moves_yard *yard, const struct moves_step *step,
                         bool is_first)
{
    for (size_t i = 0; i < yard->under_way_count; i++) {
        const struct moves_step *other = step_of(yard, yard->under_way[i]);
        if (is_of_guest(other) || (other->kind == MOVE_MAINTAIN && other->group != step->group))
            return false;
    }
    return is_first && !yard->is_down[step->to] && is_idle(yard, step->to);
}

// Where guests would restart was found out with hosts that are closed now.
static void refresh(struct moves_yard *yard)
{
    const struct moves_schedule *schedule = yard->schedule;
    if (!yard->is_stale || !yard->restarts)
        return;
    standing_free(yard->standing);
    yard->standing = standing_new(&yard->amounts, schedule->rules, true);
    for (uint32_t g = 0; g < schedule->estate->guest_count; g++)
        if (yard->host[g] >= 0)
            standing_arrive(yard->standing, g, (uint32_t)yard->host[g]);
    for (size_t i = 0; i < yard->under_way_count; i++) {
        const struct moves_step *other = step_of(yard, yard->under_way[i]);
        if (is_of_guest(other))
            standing_arrive(yard->standing, (uint32_t)other->guest, (uint32_t)other->to);
    }
    yard->is_stale = false;
}

static void go_on(struct moves_yard *yard, const struct moves_step *other, bool has_left)
{
    if (other->kind != MOVE_MIGRATE)
        return;
    if (has_left)
        standing_leave(yard->standing, (uint32_t)other->guest, (uint32_t)other->from);
    else
        standing_arrive(yard->standing, (uint32_t)other->guest, (uint32_t)other->from);
}

// A guest on both hosts need not restart where it will have to once it has left the old one: asked
// with each of the others gone from there, and with all.
static bool may_when_others_end(struct moves_yard *yard, const struct moves_step *step)
{
    bool may = true;
    size_t count = yard->restarts ? yard->under_way_count : 0;
    for (size_t i = 0; may && i < count; i++) {
        go_on(yard, step_of(yard, yard->under_way[i]), true);
        may = standing_may(yard->standing, (uint32_t)step->guest, (uint32_t)step->to);
        go_on(yard, step_of(yard, yard->under_way[i]), false);
    }
    for (size_t i = 0; count > 1 && i < count; i++)
        go_on(yard, step_of(yard, yard->under_way[i]), true);
    may = may && standing_may(yard->standing, (uint32_t)step->guest, (uint32_t)step->to);
    for (size_t i = count; count > 1 && i-- > 0;)
        go_on(yard, step_of(yard, yard->under_way[i]), false);
    return may;
}

static bool has_room(struct moves_yard *yard, const struct moves_step *step)
{
    refresh(yard);
    return standing_may(yard->standing, (uint32_t)step->guest, (uint32_t)step->to) &&
           (!yard->restarts || may_when_others_end(yard, step));
}

enum moves_refusal moves_yard_may_start(struct moves_yard *yard, size_t index, bool is_first)
{
    const struct moves_step *step = step_of(yard, index);
    if (step->kind == MOVE_SWITCH_ON)
        return MOVES_STARTS;
    if (step->kind == MOVE_MAINTAIN)
        return may_maintain(yard, step, is_first) ? MOVES_STARTS : MOVES_NOT_YET;
    if (!is_of_guest(step))
        return is_idle(yard, step->to) ? MOVES_STARTS : MOVES_NOT_YET;
    if (yard->before[index] > 0 || yard->is_down[step->to] || !is_within_limits(yard, step))
        return MOVES_NOT_YET;
    // With all before it done and nothing else, all is as when the order was made.
    bool is_as_ordered = is_first && yard->started == index && yard->under_way_count == 0;
    if (!is_as_ordered && !has_room(yard, step))
        return MOVES_NO_ROOM;
    return MOVES_STARTS;
}

void moves_yard_start(struct moves_yard *yard, size_t index)
{
    const struct moves_step *step = step_of(yard, index);
    yard->under_way[yard->under_way_count++] = index;
    yard->started++;
    if (!is_of_guest(step)) {
        yard->is_down[step->to] = true;
        yard->amounts.is_closed[step->to] |= step->kind == MOVE_MAINTAIN;
        yard->is_stale |= step->kind == MOVE_MAINTAIN;
        return;
    }
    arrive(yard, step->guest, step->to);
    yard->carried[step->to]++;
    yard->migrations++;
    if (step->from >= 0)
        yard->carried[step->from]++;
}

static void forget(struct moves_yard *yard, size_t index)
{
    size_t i = 0;
    while (yard->under_way[i] != index)
        i++;
    memmove(yard->under_way + i, yard->under_way + i + 1,
            (--yard->under_way_count - i) * sizeof(*yard->under_way));
}

void moves_yard_end(struct moves_yard *yard, size_t index)
{
    const struct moves_step *step = step_of(yard, index);
    forget(yard, index);
    if (!is_of_guest(step)) {
        yard->is_down[step->to] = step->kind == MOVE_SWITCH_OFF;
        if (step->kind == MOVE_MAINTAIN)
            yard->amounts.is_closed[step->to] = false;
        return;
    }
    if (step->from >= 0) {
        leave(yard, step->guest, step->from);
        yard->carried[step->from]--;
    }
    yard->host[step->guest] = step->to;
    yard->carried[step->to]--;
    yard->migrations--;
    if (yard->after[index] >= 0)
        yard->before[yard->after[index]]--;
}
