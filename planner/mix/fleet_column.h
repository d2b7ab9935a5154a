// SPDX-License-Identifier: GPL-3.0-or-later
// The columns of a fleet's programme: of every option and year hosts added, failover groups, watts
// of all its hosts, racks, guests of every class, and licences by the guest that are owned. Which
// is where, its bounds and its cost.
#ifndef FULLHOUSE_PLANNER_MIX_FLEET_COLUMN_H
#define FULLHOUSE_PLANNER_MIX_FLEET_COLUMN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/mix/fleet_programme.h"
#include "planner/mix/fleet_terms.h"

// From FLEET_GUESTS on the classes, then the licences.
enum { FLEET_ADDED, FLEET_GROUPS, FLEET_WATTS, FLEET_RACKS, FLEET_GUESTS };

size_t fleet_column_count(const struct fleet_terms *terms);
size_t fleet_column(const struct fleet_terms *terms, size_t option, uint32_t year, size_t what);
size_t fleet_column_licence(const struct fleet_terms *terms, size_t option, uint32_t year,
                            size_t licence);

// Of a class, at the end of a year (0 the first), on all options.
double fleet_column_guests(const struct fleet_terms *terms, uint32_t year, size_t class);

// Whether a licence is bought once by the guest, for guests on the option, and is of that class.
bool fleet_column_is_owned(const struct fleet_terms *terms, size_t option, size_t licence);
bool fleet_column_is_licensed(const struct fleet_terms *terms, size_t licence, size_t class);

// Whether racks of the option cost anything.
bool fleet_column_has_racks(const struct fleet_terms *terms, size_t option);

// Bounds, kinds and costs of all of them.
void fleet_column_fill(const struct fleet_terms *terms, struct fleet_programme *programme);

#endif
