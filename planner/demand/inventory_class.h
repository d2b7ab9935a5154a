// SPDX-License-Identifier: GPL-3.0-or-later
// Guests of like shape drawn together into classes. Private to the planner.
#ifndef FULLHOUSE_PLANNER_DEMAND_INVENTORY_CLASS_H
#define FULLHOUSE_PLANNER_DEMAND_INVENTORY_CLASS_H

#include <stdbool.h>
#include <stddef.h>

#include "planner/demand/guest_class.h"
#include "planner/demand/inventory_guest.h"

// One class: which guests, and the most any of them has.
struct inventory_class {
    const char *name; // that rows gave it; NULL: by shape
    const size_t *guests;
    size_t count; // rows; each may stand for several guests
};

// All that run, in classes sorted by shape, named ones first.
struct inventory_classes {
    struct inventory_class *list;
    size_t count;
    size_t *guests; // of all classes, one after the other
    size_t guest_count;
};

// At most `most` classes of those that are not named: exact shapes where these are few enough, else
// rounded up, coarser and coarser, to 1/8, 1/4, 1/2 and whole powers of two. Which class a guest
// is in depends on nothing but all shapes, not on their order.
struct inventory_classes inventory_classes_of(const struct inventory_guests *guests, size_t most);
void inventory_classes_done(struct inventory_classes *classes);

// "2 vCPU, 4 GiB"; exact to a MiB. New string.
char *inventory_class_name(double vcpus, double memory_bytes);

#endif
