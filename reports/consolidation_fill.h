// SPDX-License-Identifier: GPL-3.0-or-later
// How full each host is before and after, by resource, as the planner's own judge counts it. What a
// report draws as bars and writes as rows.
#ifndef FULLHOUSE_REPORTS_CONSOLIDATION_FILL_H
#define FULLHOUSE_REPORTS_CONSOLIDATION_FILL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/amount/amounts.h"

struct consolidation;

enum fill_when { FILL_BEFORE, FILL_AFTER, FILL_WHENS };

struct fill_host {
    bool is_on[FILL_WHENS];
    size_t guests[FILL_WHENS];
    int64_t taken[FILL_WHENS][AMOUNT_COUNT];
    // Taken over room; of a host in maintenance, which has no room, over what it is built with. NAN
    // where there is no limit.
    double share[FILL_WHENS][AMOUNT_COUNT];
};

// Zero-initialise; release with consolidation_fill_done.
struct consolidation_fill {
    size_t count;
    struct fill_host *hosts; // [host]
    uint32_t *order;         // hosts as a reader wants them: those that stay, the fullest first,
                             // then those that go
    size_t on[FILL_WHENS];
    double mean[FILL_WHENS][AMOUNT_COUNT]; // share of the hosts that are on; NAN: no limit
};

// -ENOMEM where the judge cannot be had.
int consolidation_fill_of(const struct consolidation *consolidation,
                          struct consolidation_fill *ret_fill);
void consolidation_fill_done(struct consolidation_fill *fill);

// The largest share over resources that somebody uses; 0 where there is none.
double consolidation_fill_most(const struct consolidation_fill *fill, uint32_t host,
                               enum fill_when when);

#endif
