// SPDX-License-Identifier: GPL-3.0-or-later
// Clock offsets and rates from round trips. Sends nothing itself.
#include "bench/guest_clock.h"

#include <math.h>

#include "common/model/record.h"

void guest_clock_begin(struct guest_clock *clock, uint32_t pings)
{
    clock->pings_left = pings;
    clock->fix = (struct clock_fix){.error_ns = UINT64_MAX};
}

uint64_t guest_clock_ping(struct guest_clock *clock, uint64_t now_ns)
{
    clock->sent_ns = now_ns;
    return ++clock->ping_id;
}

bool guest_clock_pong(struct guest_clock *clock, uint64_t id, uint64_t guest_ns, uint64_t now_ns)
{
    if (clock->pings_left == 0 || id != clock->ping_id)
        return false;
    clock->pings_left--;
    uint64_t error_ns = (now_ns - clock->sent_ns + 1) / 2;
    if (error_ns < clock->fix.error_ns) {
        uint64_t middle_ns = clock->sent_ns + (now_ns - clock->sent_ns) / 2;
        clock->fix = (struct clock_fix){
            .host_ns = middle_ns,
            .offset_ns = (int64_t)(guest_ns - middle_ns),
            .error_ns = error_ns,
        };
    }
    return true;
}

void guest_clock_mark_first(struct guest_clock *clock)
{
    clock->first = clock->fix;
    clock->has_first = true;
}

uint64_t guest_clock_to_guest(const struct guest_clock *clock, uint64_t host_ns)
{
    return host_ns + (uint64_t)clock->fix.offset_ns;
}

uint64_t guest_clock_to_host(const struct guest_clock *clock, uint64_t guest_ns)
{
    return guest_ns - (uint64_t)clock->fix.offset_ns;
}

double guest_clock_rate(const struct guest_clock *clock)
{
    const struct clock_fix *first = &clock->first, *last = &clock->fix;
    if (!clock->has_first || last->error_ns == UINT64_MAX || last->host_ns <= first->host_ns)
        return RECORD_ABSENT;
    double elapsed_ns = (double)(last->host_ns - first->host_ns);
    double gained_ns = (double)(last->offset_ns - first->offset_ns);
    double error_ns = (double)(first->error_ns + last->error_ns);
    return fabs(gained_ns) <= error_ns ? 1.0 : 1.0 + gained_ns / elapsed_ns;
}
