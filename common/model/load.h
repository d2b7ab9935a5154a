// SPDX-License-Identifier: GPL-3.0-or-later
// What one guest does: a workload, its variant, and how operations arrive.
#ifndef FULLHOUSE_COMMON_MODEL_LOAD_H
#define FULLHOUSE_COMMON_MODEL_LOAD_H

#include <stdbool.h>
#include <stdint.h>

#include "common/base/units.h"
#include "common/model/trace.h"

// enum, text: one list.
#define LOAD_ARRIVALS(X)                                                                           \
    X(CLOSED, "closed")     /* the next operation starts when the last one ends */                 \
    X(CONSTANT, "constant") /* paced: due at equal distances */                                    \
    X(POISSON, "poisson")   /* paced: exponential distances, seeded */                             \
    X(BURSTY, "bursty")     /* paced: Poisson in bursts, nothing between them, seeded */           \
    X(REPLAY, "replay")     /* paced: the rate follows a trace of utilisation */

enum load_arrivals {
#define X(name, text) LOAD_##name,
    LOAD_ARRIVALS(X)
#undef X
        LOAD_ARRIVALS_COUNT
};

// Within bursts the rate is the factor times the mean, which is kept by pauses. In thousandths, so
// that every home computes with the same number.
struct load_burst {
    uint32_t factor_permille; // more than 1000
    uint64_t length_ns;       // mean length of a burst
};

// Bounds of a burst, wherever it comes from.
enum { LOAD_BURST_PERMILLE_MIN = 1010, LOAD_BURST_PERMILLE_MAX = 1000000 };
#define LOAD_BURST_LENGTH_MIN_NS UINT64_C(1000000)       // 1 ms
#define LOAD_BURST_LENGTH_MAX_NS UINT64_C(3600000000000) // 1 hour
// What stands for a bursty load that says no more.
#define LOAD_BURST_USUAL                                                                           \
    ((struct load_burst){.factor_permille = 4000, .length_ns = UINT64_C(200000000)})

// How much faster than its trace a replay may go.
#define LOAD_TRACE_SPEED_MIN 1e-3
#define LOAD_TRACE_SPEED_MAX 1e6
struct exec_plan;

struct load {
    char *workload;              // name in the workload table, as "cpu"
    char *variant;               // of that workload, as "integer"; "" for its first
    char *options;               // of that workload, as "block=4KiB,depth=8"; "" or NULL for none
    enum load_arrivals arrivals; // closed or paced
    struct rate rate;            // paced: offered by one guest, all threads together; replay: what
                                 // a share of 100 % means
    struct load_burst burst;     // bursty
    struct trace_set traces;     // replay: of the guests; on the wire one
    double trace_speed;          // replay: so many times as fast; 0 is 1
    uint64_t trace_lead_ns;      // replay: its first share is held for so long before it begins
    bool trace_is_poisson;       // replay: exponential distances, not equal ones
    bool trace_holds_gaps;       // replay: a hole in the trace keeps the share before it
    bool counts_from_start;      // paced: latency counts from an operation's start, as naive tools
                                 // have it, to show what that hides; only tests ask for it
    uint64_t working_set_bytes;  // of one thread; 0: the workload's own choice
    uint32_t threads; // worker threads a guest; 0: the workload's own choice, mostly one a vCPU
    struct exec_plan *exec; // of workload exec: what it runs; NULL of every other
};

const char *load_arrivals_name(enum load_arrivals arrivals);
// The enum for a text, or -1.
int load_arrivals_parse(const char *text);

// Whether the load asks nothing of a guest but to be there: no operations, no rate, no service
// level.
bool load_is_idle(const struct load *load);

// How many times as fast as its trace a replay goes.
static inline double load_speed(const struct load *load)
{
    return load->trace_speed > 0 ? load->trace_speed : 1;
}

// Whether it runs a program of the user's own (load->exec).
bool load_is_exec(const struct load *load);

// Deep copy; *into is overwritten (not released first).
void load_copy(struct load *into, const struct load *from);
void load_done(struct load *load);

// The value of one of the workload's options, as a new string; NULL where nothing is said of it.
char *load_option(const struct load *load, const char *name);

// "cpu, paced 25% (constant)" as a new string, for people.
char *load_describe(const struct load *load);

#endif
