// SPDX-License-Identifier: GPL-3.0-or-later
// What a consolidation saves a year against leaving all as it is.
#ifndef FULLHOUSE_PLANNER_CONSOLIDATION_SAVING_H
#define FULLHOUSE_PLANNER_CONSOLIDATION_SAVING_H

#include <stdbool.h>

#include "planner/value/uncertain.h"

struct estate;
struct request;
struct risk;

// Absent where watts, costs or prices are not known. Negative: it takes more than before.
struct saving {
    double hosts;
    struct uncertain kwh;          // of the hosts, without cooling
    struct uncertain energy_money; // with cooling (PUE)
    struct uncertain host_money;   // what keeping the hosts costs that go
};

// before and after: of the same windows.
struct saving saving_of(const struct estate *estate, const struct request *request,
                        const bool *was_on, const bool *is_on, const struct risk *before,
                        const struct risk *after);

#endif
