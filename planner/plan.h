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

// One "key: value" of the file, or one --what-if.
struct plan_setting {
    char *key;     // "energy.price"
    char *text;    // "0.45"
    unsigned line; // of the file; 0: a what-if
};

struct plan {
    char *name;          // its file; NULL: there is none
    char *currency;      // "EUR"; NULL: nobody said
    char *catalogue_url; // file or address
    char *catalogue_sha256;
    struct uncertain assumptions[ASSUMPTION_TOTAL];
    struct demand demand;
    char *inventory_file; // NULL none
    struct uncertain inventory_growth;
    char *telemetry_run; // label or number of runs whose telemetry is demand, too; NULL none
    struct uncertain telemetry_growth;
    struct catalogue catalogue;
    struct licence *licences;
    size_t licence_count;
    char **platforms; // that are asked for ("kvm"); none: all that were measured
    size_t platform_count;
    char *slo;      // service level that the guests are to keep; NULL: that of each run
    uint32_t draws; // Monte Carlo
    uint64_t seed;
    struct plan_setting *settings; // what was said, in the order it was said
    size_t setting_count;
    char **what_ifs; // "energy.price=0.45": those that were said beside the file
    size_t what_if_count;
};

enum { PLAN_DRAWS = 10000, PLAN_DRAWS_MOST = 1000000 };

void plan_init(struct plan *plan); // every assumption at its default
void plan_done(struct plan *plan);

#endif
