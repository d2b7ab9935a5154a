// SPDX-License-Identifier: GPL-3.0-or-later
// One domain of `virsh domstats` while its lines are read.
#ifndef FULLHOUSE_PLANNER_DEMAND_INVENTORY_DOMAIN_H
#define FULLHOUSE_PLANNER_DEMAND_INVENTORY_DOMAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/demand/inventory_guest.h"
#include "planner/demand/inventory_rate.h"

struct err;

struct inventory_domain {
    char *name; // NULL: none yet
    size_t line;
    uint64_t state, vcpus, memory_kib;
    double disk_bytes;
    struct inventory_counters counters;
    char *disk;      // name of the disk last seen
    bool is_backing; // what follows is of that disk again
};

// Nothing was read yet; what was is released.
void inventory_domain_reset(struct inventory_domain *domain);

// "vcpu.current=2": takes what a plan needs and passes the rest over. line is cut in two. -EINVAL
// for a number that is none.
int inventory_domain_set(struct inventory_domain *domain, char *line, struct err *err);

// Whether such a machine can be: 0 or -EINVAL.
int inventory_domain_check(const struct inventory_domain *domain, struct err *err);

// Its shape and state, as the newest of that guest.
void inventory_domain_give(const struct inventory_domain *domain, struct inventory_guest *guest);

#endif
