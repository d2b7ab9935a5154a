// SPDX-License-Identifier: GPL-3.0-or-later
// Counters of guests, sampled several times, as rates between the samples. Private to the planner.
#ifndef FULLHOUSE_PLANNER_DEMAND_INVENTORY_RATE_H
#define FULLHOUSE_PLANNER_DEMAND_INVENTORY_RATE_H

#include <stddef.h>
#include <stdint.h>

struct inventory_guests;

// Since the guest was started; NAN: not told.
struct inventory_counters {
    double cpu_ns, disk_requests, network_bytes;
};

struct inventory_rate {
    size_t guest, window;
    double cores, disk_hz, network_bits_hz;
};

// Zero-initialise; release with inventory_rates_done.
struct inventory_rates {
    size_t sample_count;
    uint64_t at_ns, before_ns; // of this sample and of that before
    struct inventory_last {
        struct inventory_counters counters;
        size_t sample;
    } * last; // by guest
    size_t last_count;
    struct inventory_rate *list;
    size_t count, capacity;
};

// A sample at that time. -EINVAL when it is less than a second after the one before.
int inventory_rates_begin(struct inventory_rates *rates, uint64_t at_ns);

// What a guest (by its index) counts in this sample; a counter that fell was begun anew, and gives
// no rate.
void inventory_rates_add(struct inventory_rates *rates, size_t guest,
                         const struct inventory_counters *counters);

// Gives each guest its CPU by window, and the 95th percentile over windows of disk and network.
// Nothing where there were less than two samples.
void inventory_rates_end(struct inventory_rates *rates, struct inventory_guests *guests);

void inventory_rates_done(struct inventory_rates *rates);

#endif
