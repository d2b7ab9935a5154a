// SPDX-License-Identifier: GPL-3.0-or-later
// A fleet as an integer programme: which column is what, and the rows that make hosts of guests.
// Its least cost is at most that of the cheapest fleet.
#ifndef FULLHOUSE_PLANNER_MIX_FLEET_BUILD_H
#define FULLHOUSE_PLANNER_MIX_FLEET_BUILD_H

#include <stddef.h>
#include <stdint.h>

#include "planner/mix/fleet_programme.h"
#include "planner/mix/fleet_terms.h"

// use: by option, what of a host's room may be filled (1: all; that least cost is then a bound).
void fleet_build(const struct fleet_terms *terms, const double *use,
                 struct fleet_programme *ret_programme);

// Of a solution's values by column: guests of a class that live on an option at the end of a year
// (0 the first), and hosts of it that are installed then.
double fleet_build_guests(const struct fleet_terms *terms, const double *values, size_t option,
                          uint32_t year, size_t class);
double fleet_build_hosts(const struct fleet_terms *terms, const double *values, size_t option,
                         uint32_t year);

#endif
