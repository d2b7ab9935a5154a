// SPDX-License-Identifier: GPL-3.0-or-later
// All that a purchase is planned from but the measured curves: the plan's file with the files it
// names.
#ifndef FULLHOUSE_PLANNER_PLAN_H
#define FULLHOUSE_PLANNER_PLAN_H

#include <stdint.h>

#include "planner/assumption.h"
#include "planner/guest_class.h"
#include "planner/host_model.h"
#include "planner/licence.h"

enum { PLAN_YEARS_MOST = 10 };

struct plan {
    char *name;     // its file
    char *currency; // "EUR"
    struct uncertain assumptions[ASSUMPTION_TOTAL];
    struct demand demand;
    struct catalogue catalogue;
    struct licence *licences;
    size_t licence_count;
    char **platforms; // that are asked for ("kvm"); none: all that were measured
    size_t platform_count;
    char *slo;      // service level that the guests are to keep; NULL: that of each run
    uint32_t draws; // Monte Carlo
    uint64_t seed;
};

void plan_init(struct plan *plan); // every assumption at its default
void plan_done(struct plan *plan);

#endif
