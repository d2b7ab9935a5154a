// SPDX-License-Identifier: GPL-3.0-or-later
// What a reader has to know of how an inventory became classes. Private to the planner.
#ifndef FULLHOUSE_PLANNER_DEMAND_INVENTORY_NOTE_H
#define FULLHOUSE_PLANNER_DEMAND_INVENTORY_NOTE_H

#include "planner/demand/guest_class.h"
#include "planner/demand/inventory_class.h"

// Adds a sentence to the demand for each thing that was left out, rounded or is not known.
void inventory_note(const char *name, const struct inventory_guests *guests,
                    const struct inventory_classes *classes, struct demand *demand);
// Of shapes alone: who is left out, what rounding adds, what of the disks is in use.
void inventory_note_shapes(const char *name, const struct inventory_guests *guests,
                           const struct inventory_classes *classes, struct demand *demand);

#endif
