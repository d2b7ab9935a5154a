// SPDX-License-Identifier: GPL-3.0-or-later
// One verb done to one guest, timed until the guest has it.
#ifndef FULLHOUSE_BENCH_LIFECYCLE_GUEST_H
#define FULLHOUSE_BENCH_LIFECYCLE_GUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "common/model/lifecycle.h"

struct err;
struct guest;
struct platform;

// A guest between verbs. Zero-initialise but for platform and guest.
struct lifecycle_guest {
    struct platform *platform;
    struct guest *guest;
    uint32_t done;       // the verbs that went well since its group began: a set
    uint64_t waiting_id; // of the ping that a paused guest is to answer
};

struct lifecycle_time {
    uint64_t call_ns;  // the hypervisor's call
    uint64_t whole_ns; // from its beginning until the guest has it
};

// Does the verb and waits until the guest has it, as lifecycle_words define that; the guest answers
// a ping after it, unless it is paused or saved then. 0 and *ret_time; -EINTR; or another negative
// errno with err: the verb did not go well.
int lifecycle_guest_do(struct lifecycle_guest *life, enum lifecycle_verb verb,
                       struct lifecycle_time *ret_time, struct err *err);

// Whether it still answers after a verb that did not go well.
bool lifecycle_guest_is_alive(struct lifecycle_guest *life);

#endif
