// SPDX-License-Identifier: GPL-3.0-or-later
// Classes that a basis does not tell, told by other bases of its platform.
#ifndef FULLHOUSE_PLANNER_CURVE_CAPACITY_CARRY_H
#define FULLHOUSE_PLANNER_CURVE_CAPACITY_CARRY_H

#include "planner/curve/capacity.h"
#include "planner/curve/scaling.h"

// The CPUs of a basis, but for how fast one guest alone is.
struct scaling_host capacity_scaling_host(const struct capacity_basis *basis);

// Fills each class that is absent on a basis from the basis of the same platform, nearest in cores,
// on which it was measured: guests times the capacity of one host over the other (scaling.h), CPU
// time over the speed of a core. What is filled is SCALED, or GUESSED with a guessed speed. Absent
// stays what no basis of the platform tells. error: cpu.scaling-error.
void capacity_carry(struct capacities *capacities, double error);

#endif
