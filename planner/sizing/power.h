// SPDX-License-Identifier: GPL-3.0-or-later
// Watts of a host by its load, from the eleven points that are published for it.
#ifndef FULLHOUSE_PLANNER_SIZING_POWER_H
#define FULLHOUSE_PLANNER_SIZING_POWER_H

#include "planner/market/host_model.h"

// Watts at a load (0 to 1; more counts as 1), linear between idle, 10 %, 20 % ... 100 % as they are
// measured by SPECpower_ssj2008.
double power_watts(const double watts[POWER_POINTS], double load);

// Kilowatt hours of so many hosts.
double power_kwh(double watts, double hours, double hosts);

#endif
