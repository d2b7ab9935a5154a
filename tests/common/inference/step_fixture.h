// SPDX-License-Identifier: GPL-3.0-or-later
// Steps made up from what their guests shall have done.
#ifndef FULLHOUSE_TESTS_COMMON_INFERENCE_STEP_FIXTURE_H
#define FULLHOUSE_TESTS_COMMON_INFERENCE_STEP_FIXTURE_H

#include <stdint.h>

#include "common/model/record.h"

struct step_fixture {
    uint32_t guests;
    uint32_t repeat;
    uint64_t operations;  // a guest and measured window
    uint64_t due;         // 0: closed load
    uint64_t latency_ns;  // of all operations
    uint64_t slow_guests; // of these the operations are halved
};

// A finished ladder step with one warm-up window, which must not count, and three measured ones.
struct step_record step_fixture_make(const struct step_fixture *fixture);

void step_fixture_steps_done(struct step_record *steps, size_t count);

#endif
