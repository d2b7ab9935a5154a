// SPDX-License-Identifier: GPL-3.0-or-later
// Sums by window and by kind. Whether one more guest fits is told without sorting: a host keeps
// within its percentile as long as no more windows than that leaves are above its room.
#include "planner/standing/standing_cpu.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

enum { BLOCK = 64 }; // windows between two looks at whether it is too much already

static const int32_t *trace_of(const struct amounts *amounts, uint32_t guest)
{
    return amounts->windows ? amounts->trace[guest] : NULL;
}

static int64_t room_of(const struct amounts *amounts, uint32_t host)
{
    return amounts->room[host][AMOUNT_CPU];
}

// 1 where a value is above the limit, without a branch; both are far from the ends of int64_t.
static uint64_t is_above(int64_t value, int64_t limit)
{
    return (uint64_t)(limit - value) >> 63;
}

void standing_cpu_copy(const struct amounts *amounts, const struct standing_cpu *from,
                       struct standing_cpu *to)
{
    *to = *from;
    if (from->sum) {
        to->sum = alloc_zeroed(amounts->windows, sizeof *to->sum);
        memcpy(to->sum, from->sum, amounts->windows * sizeof *to->sum);
    }
    if (from->kinds) {
        to->kinds = alloc_zeroed(amounts->kinds, sizeof *to->kinds);
        memcpy(to->kinds, from->kinds, amounts->kinds * sizeof *to->kinds);
    }
}

void standing_cpu_done(struct standing_cpu *cpu)
{
    free(cpu->sum);
    free(cpu->kinds);
}

// --- traces -------------------------------------------------------------------------------------

static void add_trace(const struct amounts *amounts, struct standing_cpu *cpu, const int32_t *trace,
                      int sign)
{
    if (!cpu->sum)
        cpu->sum = alloc_zeroed(amounts->windows, sizeof *cpu->sum);
    int64_t *sum = cpu->sum;
    size_t windows = amounts->windows;
    if (sign > 0)
        for (size_t w = 0; w < windows; w++)
            sum[w] += trace[w];
    else
        for (size_t w = 0; w < windows; w++)
            sum[w] -= trace[w];
}

static void count_over(const struct amounts *amounts, struct standing_cpu *cpu, int64_t room)
{
    int64_t limit = room - cpu->constant, peak = 0;
    uint64_t over = 0;
    for (size_t w = 0; cpu->sum && w < amounts->windows; w++) {
        over += is_above(cpu->sum[w], limit);
        peak = cpu->sum[w] > peak ? cpu->sum[w] : peak;
    }
    cpu->sum_peak = peak;
    cpu->over = cpu->sum ? over : limit < 0 ? amounts->windows : 0;
}

static bool trace_fits(const struct amounts *amounts, const struct standing_cpu *cpu,
                       const int32_t *trace, int64_t limit)
{
    uint64_t over = 0;
    for (size_t from = 0; from < amounts->windows; from += BLOCK) {
        size_t to = from + BLOCK < amounts->windows ? from + BLOCK : amounts->windows;
        if (cpu->sum)
            for (size_t w = from; w < to; w++)
                over += is_above(cpu->sum[w] + trace[w], limit);
        else
            for (size_t w = from; w < to; w++)
                over += is_above(trace[w], limit);
        if (over > amounts->windows_over)
            return false;
    }
    return true;
}

static bool constant_fits(const struct amounts *amounts, const struct standing_cpu *cpu,
                          int64_t limit)
{
    uint64_t over = 0;
    if (!cpu->sum)
        return limit >= 0;
    for (size_t w = 0; w < amounts->windows; w++)
        over += is_above(cpu->sum[w], limit);
    return over <= amounts->windows_over;
}

// The quick answers first: where all peaks together fit, and where it is too much already.
static bool windows_fit(const struct amounts *amounts, const struct standing_cpu *cpu,
                        uint32_t guest, int64_t room)
{
    const int32_t *trace = trace_of(amounts, guest);
    int64_t size = trace ? 0 : amounts->size[guest][AMOUNT_CPU];
    int64_t limit = room - cpu->constant - size;
    if (cpu->sum_peak + (trace ? amounts->trace_peak[guest] : 0) <= limit)
        return true;
    if (cpu->over > amounts->windows_over)
        return false;
    return trace ? trace_fits(amounts, cpu, trace, limit) : constant_fits(amounts, cpu, limit);
}

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int64_t quantile_of(const struct amounts *amounts, const struct standing_cpu *cpu,
                           const int32_t *more)
{
    size_t windows = amounts->windows, within = windows - amounts->windows_over;
    if (!cpu->sum && !more)
        return 0;
    scope_free int64_t *sorted = alloc_zeroed(windows, sizeof *sorted);
    for (size_t w = 0; w < windows; w++)
        sorted[w] = (cpu->sum ? cpu->sum[w] : 0) + (more ? more[w] : 0);
    qsort(sorted, windows, sizeof *sorted, by_value);
    return sorted[within ? within - 1 : 0];
}

// --- kinds --------------------------------------------------------------------------------------

static int64_t kind_cpu(const struct standing_cpu *cpu, size_t kind, size_t more_kind, int64_t more)
{
    return (cpu->kinds ? cpu->kinds[kind] : 0) + (kind == more_kind ? more : 0);
}

// What neighbours of other kinds add: of each pair of kinds the victim's CPU times its factor less
// one, by the part of the host that the other has.
static int64_t slowed(const struct amounts *amounts, const struct standing_cpu *cpu,
                      size_t more_kind, int64_t more, int64_t room)
{
    double added = 0;
    if (room <= 0 || room == AMOUNT_UNLIMITED)
        return 0;
    for (size_t v = 0; v < amounts->kinds; v++) {
        double factor = 0;
        for (size_t a = 0; a < amounts->kinds; a++)
            factor += (amounts->slowdown[v * amounts->kinds + a] - 1) *
                      (double)kind_cpu(cpu, a, more_kind, more);
        added += factor * (double)kind_cpu(cpu, v, more_kind, more);
    }
    return (int64_t)ceil(added / (double)room - 1e-6);
}

static int64_t slowed_with(const struct amounts *amounts, const struct standing_cpu *cpu,
                           int64_t guest, uint32_t host)
{
    if (!amounts->slowdown)
        return 0;
    size_t kind = guest >= 0 ? amounts->kind[guest] : amounts->kinds;
    int64_t size = guest >= 0 ? amounts->size[guest][AMOUNT_CPU] : 0;
    return slowed(amounts, cpu, kind, size, room_of(amounts, host));
}

// --- both ---------------------------------------------------------------------------------------

static void change(const struct amounts *amounts, struct standing_cpu *cpu, uint32_t guest,
                   uint32_t host, int sign)
{
    const int32_t *trace = trace_of(amounts, guest);
    int64_t size = sign * amounts->size[guest][AMOUNT_CPU];
    if (trace)
        add_trace(amounts, cpu, trace, sign);
    else
        cpu->constant += size;
    if (amounts->windows)
        count_over(amounts, cpu, room_of(amounts, host));
    if (!amounts->slowdown)
        return;
    if (!cpu->kinds)
        cpu->kinds = alloc_zeroed(amounts->kinds, sizeof *cpu->kinds);
    cpu->kinds[amounts->kind[guest]] += size;
}

void standing_cpu_arrive(const struct amounts *amounts, struct standing_cpu *cpu, uint32_t guest,
                         uint32_t host)
{
    change(amounts, cpu, guest, host, 1);
}

void standing_cpu_leave(const struct amounts *amounts, struct standing_cpu *cpu, uint32_t guest,
                        uint32_t host)
{
    change(amounts, cpu, guest, host, -1);
}

bool standing_cpu_fits(const struct amounts *amounts, const struct standing_cpu *cpu,
                       uint32_t guest, uint32_t host)
{
    int64_t room = room_of(amounts, host), size = amounts->size[guest][AMOUNT_CPU];
    if (room == AMOUNT_UNLIMITED || (size == 0 && !trace_of(amounts, guest)))
        return true;
    if (amounts->windows)
        return windows_fit(amounts, cpu, guest, room);
    return cpu->constant + size + slowed_with(amounts, cpu, guest, host) <= room;
}

int64_t standing_cpu_taken(const struct amounts *amounts, const struct standing_cpu *cpu,
                           uint32_t host)
{
    if (amounts->windows)
        return cpu->constant + quantile_of(amounts, cpu, NULL);
    return cpu->constant + slowed_with(amounts, cpu, -1, host);
}

int64_t standing_cpu_taken_with(const struct amounts *amounts, const struct standing_cpu *cpu,
                                uint32_t guest, uint32_t host)
{
    const int32_t *trace = trace_of(amounts, guest);
    int64_t size = trace ? 0 : amounts->size[guest][AMOUNT_CPU];
    if (amounts->windows)
        return cpu->constant + size + quantile_of(amounts, cpu, trace);
    return cpu->constant + size + slowed_with(amounts, cpu, guest, host);
}
