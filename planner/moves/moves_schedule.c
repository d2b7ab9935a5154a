// SPDX-License-Identifier: GPL-3.0-or-later
// The clock: what is under way advances in parts of its whole, at the speed that its hosts'
// networks leave it, and whenever something ends others start.
#include "planner/moves/moves_schedule.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "planner/estate/estate.h"
#include "planner/moves/moves_yard.h"

// Steps that wait are looked through so far for one that need not. Asking for room costs more than
// asking for limits.
enum { LOOKED_AT_MOST = 2048, ASKED_MOST = 64 };

struct flight { // of one step under way
    double since_s, done, whole_s;
};

struct clock_run {
    const struct moves_schedule *schedule;
    struct moves_slot *slots;
    struct moves_yard yard;
    struct flight *flights; // [step]
    size_t *next;           // [step + 1] of those that have not started; 0 is before the first
    bool *is_awaited;       // [host] a waiting step that was passed over wants to go there
    int32_t *awaited;       // these hosts
    size_t awaited_count;
    double now_s;
    unsigned wave;
    bool overtakes;
};

static const struct moves_step *step_of(const struct clock_run *run, size_t step)
{
    return &run->schedule->steps->list[step];
}

static unsigned carried(const struct clock_run *run, int32_t host)
{
    return host < 0 ? 0 : run->yard.carried[host];
}

static struct moves_precopy time_now(const struct clock_run *run, size_t step)
{
    const struct moves_step *it = step_of(run, step);
    return moves_step_time(run->schedule->estate, it, carried(run, it->from), carried(run, it->to),
                           run->schedule->options, run->schedule->end);
}

// Those that share a host with a step go on at another speed from now on.
static void retime(struct clock_run *run, size_t step)
{
    const struct moves_step *it = step_of(run, step);
    for (size_t i = 0; i < run->yard.under_way_count; i++) {
        size_t other = run->yard.under_way[i];
        const struct moves_step *its = step_of(run, other);
        struct flight *flight = &run->flights[other];
        bool shares = its->to == it->to || its->to == it->from ||
                      (its->from >= 0 && (its->from == it->from || its->from == it->to));
        if (!shares)
            continue;
        if (flight->whole_s > 0)
            flight->done += (run->now_s - flight->since_s) / flight->whole_s;
        flight->since_s = run->now_s;
        flight->whole_s = time_now(run, other).seconds;
    }
}

static void start(struct clock_run *run, size_t step)
{
    struct moves_slot *slot = &run->slots[step];
    moves_yard_start(&run->yard, step);
    slot->start_s = run->now_s;
    slot->wave = run->wave;
    run->flights[step] = (struct flight){.since_s = run->now_s};
    if (!run->schedule->is_waves)
        retime(run, step);
    slot->from_count = carried(run, step_of(run, step)->from);
    slot->to_count = carried(run, step_of(run, step)->to);
}

static void await(struct clock_run *run, int32_t host)
{
    if (run->is_awaited[host])
        return;
    run->is_awaited[host] = true;
    run->awaited[run->awaited_count++] = host;
}

static void await_none(struct clock_run *run)
{
    while (run->awaited_count > 0)
        run->is_awaited[run->awaited[--run->awaited_count]] = false;
}

// Starts what can be started. One that would come to a host that a step before it waits for is held
// back: it could take the room that the other was promised.
static void start_all(struct clock_run *run)
{
    size_t looked_at = 0, asked = 0, count = run->schedule->steps->count;
    size_t *link = &run->next[0];
    while (*link < count && looked_at++ < LOOKED_AT_MOST && asked < ASKED_MOST) {
        size_t step = *link;
        int32_t to = step_of(run, step)->to;
        enum moves_refusal refusal = MOVES_NOT_YET;
        if (!run->is_awaited[to])
            refusal = moves_yard_may_start(&run->yard, step, link == &run->next[0]);
        if (refusal == MOVES_STARTS) {
            start(run, step);
            *link = run->next[step + 1];
            continue;
        }
        asked += refusal == MOVES_NO_ROOM;
        if (!run->overtakes || step_of(run, step)->kind == MOVE_MAINTAIN)
            break;
        await(run, to);
        link = &run->next[step + 1];
    }
    await_none(run);
}

static double end_of(const struct flight *flight)
{
    return flight->since_s + (1 - flight->done) * flight->whole_s;
}

static void end_first(struct clock_run *run)
{
    size_t first = run->yard.under_way[0];
    for (size_t i = 1; i < run->yard.under_way_count; i++)
        if (end_of(&run->flights[run->yard.under_way[i]]) < end_of(&run->flights[first]))
            first = run->yard.under_way[i];
    run->now_s = fmax(run->now_s, end_of(&run->flights[first]));
    run->slots[first].seconds = run->now_s - run->slots[first].start_s;
    moves_yard_end(&run->yard, first);
    retime(run, first);
}

static void end_wave(struct clock_run *run)
{
    double longest_s = 0;
    for (size_t i = 0; i < run->yard.under_way_count; i++) {
        size_t step = run->yard.under_way[i];
        run->slots[step].seconds = time_now(run, step).seconds;
        longest_s = fmax(longest_s, run->slots[step].seconds);
    }
    while (run->yard.under_way_count > 0)
        moves_yard_end(&run->yard, run->yard.under_way[run->yard.under_way_count - 1]);
    run->now_s += longest_s;
    run->wave++;
}

static void run_done(struct clock_run *run)
{
    moves_yard_done(&run->yard);
    free(run->flights);
    free(run->next);
    free(run->is_awaited);
    free(run->awaited);
}

// False where nothing is under way and nothing can start.
static bool is_run(const struct moves_schedule *schedule, bool overtakes, struct moves_slot *slots,
                   double *ret_seconds)
{
    size_t count = schedule->steps->count, hosts = schedule->estate->host_count;
    __attribute__((cleanup(run_done))) struct clock_run run = {
        .schedule = schedule,
        .slots = slots,
        .flights = alloc_zeroed(count + 1, sizeof(*run.flights)),
        .next = alloc_zeroed(count + 1, sizeof(*run.next)),
        .is_awaited = alloc_zeroed(hosts + 1, sizeof(*run.is_awaited)),
        .awaited = alloc_zeroed(hosts + 1, sizeof(*run.awaited)),
        .overtakes = overtakes,
    };
    moves_yard_init(&run.yard, schedule);
    for (size_t s = 0; s <= count; s++)
        run.next[s] = s;
    while (run.next[0] < count || run.yard.under_way_count > 0) {
        start_all(&run);
        if (run.yard.under_way_count == 0)
            return false;
        if (schedule->is_waves)
            end_wave(&run);
        else
            end_first(&run);
    }
    *ret_seconds = run.now_s;
    return true;
}

double moves_schedule_run(const struct moves_schedule *schedule, struct moves_slot *slots)
{
    double seconds = NAN;
    if (!is_run(schedule, true, slots, &seconds))
        (void)is_run(schedule, false, slots, &seconds);
    return seconds;
}
