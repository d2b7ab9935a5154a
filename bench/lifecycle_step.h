// SPDX-License-Identifier: GPL-3.0-or-later
// N guests booted afresh and led through the verbs of a life, all of them at once at every verb;
// then a short load shows that they still compute, and they are destroyed.
#ifndef FULLHOUSE_BENCH_LIFECYCLE_STEP_H
#define FULLHOUSE_BENCH_LIFECYCLE_STEP_H

#include <stdbool.h>
#include <stdint.h>

#include "common/model/lifecycle.h"
#include "common/model/load.h"
#include "common/model/record.h"
#include "common/model/shape.h"

struct err;
struct observer;
struct platform;

struct lifecycle_plan {
    uint32_t guests;
    uint32_t repeat;
    uint32_t rounds; // how often the repeatable verbs are done to the same guest
    uint32_t verbs;  // a set
    struct shape shape;
    struct load load; // at the end, closed
    uint64_t seed;
    uint64_t boot_timeout_ns;
    const struct observer *observer;
    // A verb did not go well although it was to be expected; why names the guest. On the thread
    // that runs the step.
    void (*say_absent)(void *context, enum lifecycle_verb verb, const char *why);
    void *context;
};

// Verbs that do not go well with a guest that is alive afterwards are told to say_absent and taken
// out of *verbs, which begins as plan->verbs. 0 with *ret_record, also when a guest was lost: then
// it is FAILED and says which, and how. -EINTR when interrupted, another negative errno when the
// platform could not start a guest: no record then. No guest is left in any case.
int lifecycle_step_run(struct platform *platform, const struct lifecycle_plan *plan,
                       uint32_t *verbs, struct step_record *ret_record, struct err *err);

#endif
