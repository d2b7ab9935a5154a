// SPDX-License-Identifier: GPL-3.0-or-later
// The money of an option, year by year, once its hosts are known.
#ifndef FULLHOUSE_PLANNER_SIZING_COST_YEAR_H
#define FULLHOUSE_PLANNER_SIZING_COST_YEAR_H

#include "planner/sizing/outcome.h"

// From hosts, bought, watts and kwh of every year: fills cost of every year, residual value and
// all.
void cost_year_fill(const struct situation *situation, size_t option,
                    const struct demand_load *load, struct outcome *outcome);

// Rounds every amount to the cent.
void cost_year_round(struct outcome *outcome);

// From cost: fills present of every year (to the cent when is_rounded) and what is made of it.
void cost_year_sum(const struct situation *situation, const struct demand_load *load,
                   bool is_rounded, struct outcome *outcome);

// Racks for hosts of that height: a host does not span two.
double cost_year_racks(double hosts, double rack_units, double rack_height);

#endif
