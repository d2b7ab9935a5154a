// SPDX-License-Identifier: GPL-3.0-or-later
// How many hosts failover takes beyond those that hold everybody. Private to planner/target.
#ifndef FULLHOUSE_PLANNER_TARGET_TARGET_LOSS_H
#define FULLHOUSE_PLANNER_TARGET_TARGET_LOSS_H

#include "planner/target/target_case.h"

// Guests for which failover of all guests speaks in every group: not those that are off, nor those
// that are fixed to a host that is drained. New array [guest]; NULL for no guest.
bool *target_loss_guests(const struct target_case *problem);

// Of every group of hosts with guests any so many may be lost, whatever they are, and those left in
// all groups hold all of these guests (is_in): so many hosts at least are on beyond the fewest that
// hold them. 0 without such a rule. Groups of different rules count once for each host.
size_t target_loss_hosts(const struct target_case *problem, const bool *is_in);

#endif
