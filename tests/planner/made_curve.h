// SPDX-License-Identifier: GPL-3.0-or-later
// Curves as if they had been read, for what is made of them: so many guests on so many cores.
#ifndef FULLHOUSE_TESTS_PLANNER_MADE_CURVE_H
#define FULLHOUSE_TESTS_PLANNER_MADE_CURVE_H

#include "planner/curve/curve.h"
#include "planner/plan/plan.h"

struct made_curve {
    const char *word;
    const char *host;
    const char *platform; // NULL: "kvm"
    double cores;         // 0: 8
    double guests;        // give or take a tenth; 0: absent
    double alone_hz;      // give or take a hundredth; 0: absent
    uint32_t vcpus;       // 0: 1
    const char *workload; // NULL: "cpu"
    double memory_bytes;  // that one more guest takes; 0: absent
    double busy_cores;    // 0: absent
};

void made_curve_add(struct curves *curves, const struct made_curve *made);

// Classes and models of a plan that plan_done releases. run, runs: NULL for none.
void made_class_add(struct plan *plan, const char *name, const char *run);
struct host_model *made_model_add(struct plan *plan, const char *name, uint32_t cores,
                                  const char *runs);

#endif
