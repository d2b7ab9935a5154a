// SPDX-License-Identifier: GPL-3.0-or-later
// Measures a pair inside a guest, the sides in turn in one boot: ours as any load, the peer as the
// program of the workload `exec`, which is packed with the guest and whose output is read there.
#ifndef FULLHOUSE_TESTS_FIDELITY_GUEST_H
#define FULLHOUSE_TESTS_FIDELITY_GUEST_H

#include <stddef.h>

struct err;
struct load;
struct pair;
struct platform_ops;
struct result;
struct words_setting;
struct workspace;

struct guest_plan {
    const struct platform_ops *ops;
    struct workspace *workspace;
    const struct words_setting *setting;
    size_t runs; // of each side
};

// A B, B A, A B, ... in one guest booted for it. Fills *ret_result, which the caller releases; what
// keeps a side from running makes it absent, with why. -EINTR when interrupted, else 0.
int guest_measure(const struct guest_plan *plan, const struct pair *pair, struct result *ret_result,
                  struct err *err);

// A pair's sides as loads; load_done releases them. 0 or -EINVAL.
int guest_our_load(const struct pair *pair, struct load *ret_load, struct err *err);
int guest_their_load(const struct pair *pair, const struct words_setting *setting,
                     struct load *ret_load, struct err *err);

#endif
