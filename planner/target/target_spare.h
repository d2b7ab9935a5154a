// SPDX-License-Identifier: GPL-3.0-or-later
// Hosts without guests that failover keeps on. Private to planner/target.
#ifndef FULLHOUSE_PLANNER_TARGET_TARGET_SPARE_H
#define FULLHOUSE_PLANNER_TARGET_TARGET_SPARE_H

#include "planner/target/target_case.h"

// Adds them to is_spare [host]: the cheapest that suffice where few hosts are empty, else as few as
// come to hand. standing: everybody where they shall be.
void target_spare(const struct target_case *problem, struct standing *standing, bool *is_spare);

#endif
