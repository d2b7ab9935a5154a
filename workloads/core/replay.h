// SPDX-License-Identifier: GPL-3.0-or-later
// A trace of shares as a clock that runs as fast as the share: what a guest at full load does in so
// much time is done when the integral of the shares has come so far. Sums are whole numbers, from
// the begin of the load on: nothing drifts, however long it goes on.
#ifndef FULLHOUSE_WORKLOADS_CORE_REPLAY_H
#define FULLHOUSE_WORKLOADS_CORE_REPLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "common/model/trace.h"

#define REPLAY_NEVER (UINT64_C(1) << 62)

// A place in the trace: when, and the integral of the shares until then.
struct replay_place {
    uint64_t at_ns;
    uint64_t full_ns;  // of full load
    uint64_t rest_ppm; // and so many millionths of a nanosecond
};

struct replay {
    const struct trace_step *steps;
    uint32_t count;
    uint32_t next;               // the step that comes after the one under way
    struct trace_step step;      // under way
    struct replay_place begin;   // of it
    struct replay_place end;     // of it
    struct replay_place a_round; // what the whole trace adds
};

// Borrows the trace's steps. Before the trace begins its first share is held for lead_ns. At the
// end it begins anew.
void replay_init(struct replay *replay, const struct trace *trace, uint64_t lead_ns);

// When the integral of the shares goes beyond full_ns, which never decreases from call to call:
// so nothing falls into a time without load. To the nanosecond while full_ns is below 2^53 (104
// days of full load). REPLAY_NEVER where that is too far away, or the trace is all zero.
uint64_t replay_time_ns(struct replay *replay, double full_ns);

#endif
