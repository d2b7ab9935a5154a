// SPDX-License-Identifier: GPL-3.0-or-later
// Differences over distances, kept as one list that is sorted by guest at the end.
#include "planner/demand/inventory_rate.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "planner/demand/inventory_guest.h"
#include "planner/demand/usage.h"

int inventory_rates_begin(struct inventory_rates *rates, uint64_t at_ns)
{
    const uint64_t second_ns = 1000000000;
    if (rates->sample_count > 0 && (at_ns < second_ns || at_ns - second_ns < rates->at_ns))
        return -EINVAL;
    rates->before_ns = rates->at_ns;
    rates->at_ns = at_ns;
    rates->sample_count++;
    return 0;
}

static double rate_of(double now, double before, double seconds)
{
    return now >= before ? (now - before) / seconds : (double)NAN;
}

static void add_rate(struct inventory_rates *rates, size_t guest,
                     const struct inventory_counters *now, const struct inventory_counters *before)
{
    double seconds = (double)(rates->at_ns - rates->before_ns) / 1e9;
    if (rates->count == rates->capacity) {
        rates->capacity = rates->capacity ? 2 * rates->capacity : 64;
        rates->list = alloc_resized(rates->list, rates->capacity, sizeof *rates->list);
    }
    rates->list[rates->count++] = (struct inventory_rate){
        .guest = guest,
        .window = rates->sample_count - 2,
        .cores = rate_of(now->cpu_ns, before->cpu_ns, seconds) / 1e9,
        .disk_hz = rate_of(now->disk_requests, before->disk_requests, seconds),
        .network_bits_hz = 8 * rate_of(now->network_bytes, before->network_bytes, seconds),
    };
}

void inventory_rates_add(struct inventory_rates *rates, size_t guest,
                         const struct inventory_counters *counters)
{
    if (guest >= rates->last_count) {
        size_t count = 2 * guest + 64;
        rates->last = alloc_resized(rates->last, count, sizeof *rates->last);
        for (size_t i = rates->last_count; i < count; i++)
            rates->last[i] = (struct inventory_last){0};
        rates->last_count = count;
    }
    struct inventory_last *last = &rates->last[guest];
    if (rates->sample_count > 1 && last->sample + 1 == rates->sample_count)
        add_rate(rates, guest, counters, &last->counters);
    *last = (struct inventory_last){.counters = *counters, .sample = rates->sample_count};
}

static int compare_rates(const void *a_, const void *b_)
{
    const struct inventory_rate *a = a_, *b = b_;
    if (a->guest != b->guest)
        return a->guest < b->guest ? -1 : 1;
    return a->window < b->window ? -1 : a->window > b->window;
}

// Of those from first to before last.
static void give(const struct inventory_rate *rates, size_t count, size_t windows,
                 struct inventory_guest *guest)
{
    double *disk_hz = alloc_zeroed(count, sizeof *disk_hz);
    double *network_bits_hz = alloc_zeroed(count, sizeof *network_bits_hz);
    free(guest->cores);
    guest->cores = alloc_zeroed(windows, sizeof *guest->cores);
    guest->windows = windows;
    for (size_t i = 0; i < windows; i++)
        guest->cores[i] = NAN;
    for (size_t i = 0; i < count; i++) {
        guest->cores[rates[i].window] = rates[i].cores;
        disk_hz[i] = rates[i].disk_hz;
        network_bits_hz[i] = rates[i].network_bits_hz;
    }
    guest->disk_hz = usage_quantile(disk_hz, count, 0.95);
    guest->network_bits_hz = usage_quantile(network_bits_hz, count, 0.95);
    free(disk_hz);
    free(network_bits_hz);
}

void inventory_rates_end(struct inventory_rates *rates, struct inventory_guests *guests)
{
    if (rates->count > 0)
        qsort(rates->list, rates->count, sizeof *rates->list, compare_rates);
    for (size_t first = 0, last; first < rates->count; first = last) {
        for (last = first; last < rates->count; last++)
            if (rates->list[last].guest != rates->list[first].guest)
                break;
        give(&rates->list[first], last - first, rates->sample_count - 1,
             &guests->list[rates->list[first].guest]);
    }
}

void inventory_rates_done(struct inventory_rates *rates)
{
    free(rates->last);
    free(rates->list);
    *rates = (struct inventory_rates){0};
}
