// SPDX-License-Identifier: GPL-3.0-or-later
// Measures a pair as processes of this host, the sides in turn.
#ifndef FULLHOUSE_TESTS_FIDELITY_NATIVE_H
#define FULLHOUSE_TESTS_FIDELITY_NATIVE_H

#include <stddef.h>

struct err;
struct pair;
struct result;
struct words_setting;

struct native_plan {
    const struct words_setting *setting;
    size_t runs; // of each side
};

// A B, B A, A B, ... Fills *ret_result, which the caller releases. A missing peer, or a side that
// fails, makes it absent, with why. -EINTR when interrupted, else 0.
int native_measure(const struct native_plan *plan, const struct pair *pair,
                   struct result *ret_result, struct err *err);

#endif
