// SPDX-License-Identifier: GPL-3.0-or-later
// Asks both hosts, and says what that means.
#include "live/live_look.h"

#include <poll.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/interrupt.h"
#include "common/base/scope.h"
#include "live/live_hosts.h"
#include "planner/estate/estate.h"
#include "planner/moves/moves.h"

static struct live_side look_at(struct live_hosts *hosts, int32_t host, int32_t guest)
{
    struct live_side side = {0};
    virConnectPtr connection;
    side.answers = live_hosts_reach(hosts, host, &connection, NULL) == 0 &&
                   vir_guest_look(connection, hosts->estate->guests[guest].name, &side.state,
                                  &side.is_busy, NULL) == 0;
    return side;
}

struct live_look live_look(struct live_hosts *hosts, const struct move *move)
{
    return (struct live_look){
        .from = look_at(hosts, move->from, move->guest),
        .to = look_at(hosts, move->to, move->guest),
    };
}

// It is there as itself: running, or stopped by somebody who may let it go on.
static bool lives(const struct live_side *side, bool is_off)
{
    return side->state == VIR_GUEST_RUNNING || side->state == VIR_GUEST_PAUSED ||
           (is_off && side->state == VIR_GUEST_OFF);
}

// A definition that stayed behind without a guest does not count.
static bool is_gone(const struct live_side *side, bool is_off)
{
    return side->state == VIR_GUEST_ABSENT || (!is_off && side->state == VIR_GUEST_OFF);
}

enum live_verdict live_look_judge(const struct live_look *look, bool is_off)
{
    const struct live_side *from = &look->from, *to = &look->to;
    if (!from->answers || !to->answers)
        return LIVE_UNCLEAR;
    if (from->is_busy || to->is_busy || from->state == VIR_GUEST_ARRIVING ||
        from->state == VIR_GUEST_LEFT || to->state == VIR_GUEST_ARRIVING ||
        to->state == VIR_GUEST_LEFT)
        return LIVE_UNDER_WAY;
    if (lives(from, is_off) && is_gone(to, is_off))
        return LIVE_AT_SOURCE;
    if (lives(to, is_off) && is_gone(from, is_off))
        return LIVE_AT_DESTINATION;
    return LIVE_UNCLEAR;
}

static const char *const verbs[] = {
    [VIR_GUEST_ABSENT] = "is not on",        [VIR_GUEST_OFF] = "is shut off on",
    [VIR_GUEST_ARRIVING] = "is arriving at", [VIR_GUEST_LEFT] = "is stopped for a migration on",
    [VIR_GUEST_PAUSED] = "is paused on",     [VIR_GUEST_RUNNING] = "runs on",
};

static char *say_side(const struct live_side *side, const char *guest, const char *host)
{
    return side->answers ? alloc_printf("%s %s %s", guest, verbs[side->state], host)
                         : alloc_printf("%s does not answer", host);
}

char *live_look_words(const struct live_look *look, const char *guest, const char *from,
                      const char *to)
{
    scope_free char *here = say_side(&look->from, guest, from);
    scope_free char *there = say_side(&look->to, guest, to);
    return alloc_printf("%s; %s", here, there);
}

// A host that does not answer at all is waited for less.
static uint64_t patience_ns(const struct live_look *look, double seconds)
{
    enum { SHARE = 4 };
    bool answer = look->from.answers && look->to.answers;
    return (uint64_t)((answer ? seconds : seconds / SHARE) * (double)CLOCK_NS_PER_SECOND);
}

enum live_verdict live_look_settle(struct live_hosts *hosts, const struct move *move, bool is_off,
                                   double seconds, bool heeds_stop, struct live_look *ret_look)
{
    enum { LOOK_MS = 200 };
    uint64_t since_ns = clock_monotonic_ns();
    for (;;) {
        *ret_look = live_look(hosts, move);
        enum live_verdict verdict = live_look_judge(ret_look, is_off);
        if (verdict == LIVE_AT_SOURCE || verdict == LIVE_AT_DESTINATION ||
            (heeds_stop && interrupt_pending()))
            return verdict;
        if (ret_look->from.is_busy)
            since_ns = clock_monotonic_ns();
        if (clock_monotonic_ns() - since_ns >= patience_ns(ret_look, seconds))
            return verdict;
        struct pollfd stop = {.fd = heeds_stop ? interrupt_fd() : -1, .events = POLLIN};
        poll(&stop, 1, LOOK_MS);
    }
}
