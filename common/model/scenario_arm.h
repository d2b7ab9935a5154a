// SPDX-License-Identifier: GPL-3.0-or-later
// The arms of a scenario: each of its platforms with each combination of what it sweeps. A scenario
// of one platform that sweeps nothing has one.
#ifndef FULLHOUSE_COMMON_MODEL_SCENARIO_ARM_H
#define FULLHOUSE_COMMON_MODEL_SCENARIO_ARM_H

#include <stddef.h>

struct err;
struct scenario;

// Of one campaign: each is a ladder of its own, and all take turns.
enum { SCENARIO_ARMS_MAX = 64 };

// How many there are; at least 1.
size_t scenario_arm_count(const struct scenario *scenario);

// One arm alone, as its run carries it out and stores it: one platform (scenario_copy_platform),
// the swept keys set, nothing swept. All combinations of a platform follow each other. *ret_arm
// (may be NULL) is what sets it apart beyond its platform, "pinning=spread, disk.cache=none", ""
// for nothing; a new string. 0, or -EINVAL for a value that its key refuses: nothing is given then.
int scenario_copy_arm(struct scenario *into, const struct scenario *from, size_t index,
                      char **ret_arm, struct err *err);

// Why arms cannot differ in a key, NULL where they can.
const char *scenario_arm_fixed(const char *key);

// Adds an axis to what is swept: the key must be one that can be, and take every value.
// "pinning: ..." and -EINVAL otherwise.
int scenario_sweep(struct scenario *scenario, const char *key, const char *values, struct err *err);

// That all arms are sound, and not too many. 0 or -EINVAL.
int scenario_arms_check(const struct scenario *scenario, struct err *err);

#endif
