// SPDX-License-Identifier: GPL-3.0-or-later
// What a campaign tries out beside its platforms: keys of the scenario, each with the values that
// it is to take in turn. Every combination is an arm. Whether a key and its values exist is
// scenario_arm.c's business.
#ifndef FULLHOUSE_COMMON_MODEL_SWEEP_H
#define FULLHOUSE_COMMON_MODEL_SWEEP_H

#include <stddef.h>

struct err;

enum { SWEEP_AXES_MAX = 8, SWEEP_VALUES_MAX = 64 };

struct sweep_axis {
    char *key; // "memory.backing"
    char **values;
    size_t count; // at least 2
};

// Zero-initialise; release with sweep_done.
struct sweep {
    struct sweep_axis axes[SWEEP_AXES_MAX];
    size_t count;
};

// Adds an axis, or changes the one of that key. values: between commas, or between semicolons where
// values have commas of their own. -EINVAL: fewer than two values, an empty one, one named twice,
// too many; *sweep is kept then.
int sweep_set(struct sweep *sweep, const char *key, const char *values, struct err *err);

// The axis of a key is forgotten, if there is one.
void sweep_drop(struct sweep *sweep, const char *key);

void sweep_copy(struct sweep *into, const struct sweep *from);
void sweep_done(struct sweep *sweep);

// How many combinations there are; 1 without an axis. SIZE_MAX where they are more than that.
size_t sweep_combinations(const struct sweep *sweep);

// The value that an axis has in a combination (from 0; the last axis changes fastest, so that
// combination 0 has every axis' first value).
const char *sweep_value(const struct sweep *sweep, size_t combination, size_t axis);

// "pinning=spread, memory.backing=huge" as a new string; "" without an axis.
char *sweep_arm(const struct sweep *sweep, size_t combination);

// The values of an axis as sweep_set reads them. New string.
char *sweep_format_values(const struct sweep_axis *axis);

#endif
