// SPDX-License-Identifier: GPL-3.0-or-later
// In which keys two scenarios differ, each key with both of its values as a file would have them.
#ifndef FULLHOUSE_COMMON_MODEL_SCENARIO_DIFFERENCE_H
#define FULLHOUSE_COMMON_MODEL_SCENARIO_DIFFERENCE_H

#include <stddef.h>

struct scenario;

struct scenario_difference {
    char *key;       // "memory.backing"; "tile" and "load.exec" as a whole
    char *values[2]; // "" where a scenario says nothing of it
};

// Zero-initialise; release with scenario_differences_done.
struct scenario_differences {
    struct scenario_difference *list;
    size_t count;
};

void scenario_differences_of(const struct scenario *a, const struct scenario *b,
                             struct scenario_differences *ret_differences);
void scenario_differences_done(struct scenario_differences *differences);
#define scope_scenario_differences __attribute__((cleanup(scenario_differences_done)))

#endif
