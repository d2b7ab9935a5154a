// SPDX-License-Identifier: GPL-3.0-or-later
// What one guest does: a workload, its variant, and how operations arrive.
#ifndef FULLHOUSE_COMMON_MODEL_LOAD_H
#define FULLHOUSE_COMMON_MODEL_LOAD_H

#include <stdbool.h>
#include <stdint.h>

#include "common/base/units.h"

// enum, text: one list.
#define LOAD_ARRIVALS(X)                                                                           \
    X(CLOSED, "closed")     /* the next operation starts when the last one ends */                 \
    X(CONSTANT, "constant") /* paced: due at equal distances */                                    \
    X(POISSON, "poisson")   /* paced: exponential distances, seeded */

enum load_arrivals {
#define X(name, text) LOAD_##name,
    LOAD_ARRIVALS(X)
#undef X
        LOAD_ARRIVALS_COUNT
};

struct load {
    char *workload;              // name in the workload table, as "cpu"
    char *variant;               // of that workload, as "integer"; "" for its first
    char *options;               // of that workload, as "block=4KiB,depth=8"; "" or NULL for none
    enum load_arrivals arrivals; // closed or paced
    struct rate rate;            // paced: offered by one guest, all threads together
    uint64_t working_set_bytes;  // of one thread; 0: the workload's own choice
    uint32_t threads;            // worker threads a guest; 0: one a vCPU
};

const char *load_arrivals_name(enum load_arrivals arrivals);
// The enum for a text, or -1.
int load_arrivals_parse(const char *text);

// Whether the load asks nothing of a guest but to be there: no operations, no rate, no service
// level.
bool load_is_idle(const struct load *load);

// Deep copy; *into is overwritten (not released first).
void load_copy(struct load *into, const struct load *from);
void load_done(struct load *load);

// "cpu, paced 25% (constant)" as a new string, for people.
char *load_describe(const struct load *load);

#endif
