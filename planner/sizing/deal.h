// SPDX-License-Identifier: GPL-3.0-or-later
// Deals whole guests of many classes to hosts, so that a plan does not live on fractions of guests.
#ifndef FULLHOUSE_PLANNER_SIZING_DEAL_H
#define FULLHOUSE_PLANNER_SIZING_DEAL_H

#include <stddef.h>
#include <stdint.h>

struct situation;

// Hosts of the option, at least `least`, to which the guests of a year (1, 2, ...; 0: today) were
// dealt such that each host holds its own by every resource. Every host gets as many of a class as
// every other or one more; of those that are left over, the largest go first, to the emptiest
// hosts. It is no proof that fewer would not do. Guests that fit no such host must have been
// refused before.
double deal_hosts(const struct situation *situation, size_t option, uint32_t year, double least);

#endif
