// SPDX-License-Identifier: GPL-3.0-or-later
// The best placement so far, and what is proven of it. Private to planner/target.
#ifndef FULLHOUSE_PLANNER_TARGET_TARGET_FOUND_H
#define FULLHOUSE_PLANNER_TARGET_TARGET_FOUND_H

#include "planner/target/target_case.h"

struct target_found {
    const struct target_case *problem;
    int32_t *host;      // [guest]; a misplaced one where it was
    bool *is_misplaced; // [guest]
    struct target_score score;
    double bound;
    bool was_cut_short;
    const char *by, *bound_by; // by NULL: nothing yet
};

void target_found_init(struct target_found *found, const struct target_case *problem);
void target_found_done(struct target_found *found);

// Takes the placement if it is better; is_misplaced NULL: nobody. Both are copied.
bool target_found_offer(struct target_found *found, const int32_t *host, const bool *is_misplaced,
                        const char *by);
// Takes it even if it is worse; nobody is misplaced.
void target_found_take(struct target_found *found, const int32_t *host, const char *by);
void target_found_raise(struct target_found *found, double bound, const char *by);

// Whether the bound is met and nobody misplaced.
bool target_found_is_at_bound(const struct target_found *found);

#endif
