// SPDX-License-Identifier: GPL-3.0-or-later
// What a class of an inventory asks of a host. Private to the planner.
#ifndef FULLHOUSE_PLANNER_DEMAND_INVENTORY_DEMAND_H
#define FULLHOUSE_PLANNER_DEMAND_INVENTORY_DEMAND_H

#include "planner/demand/guest_class.h"
#include "planner/demand/inventory_class.h"

// covariance: of two guests of the whole inventory, for a class of one; NAN. The class is the
// caller's; its growth and source are not set.
void inventory_class_demand(const struct inventory_guests *guests,
                            const struct inventory_class *class, double covariance,
                            struct guest_class *ret_class);

// CPU of a guest in cores, from whatever its files said; NAN.
double inventory_guest_cores(const struct inventory_guest *guest);

// Mean covariance of two guests that run, over all their windows; NAN where there are none.
double inventory_covariance(const struct inventory_guests *guests);

#endif
