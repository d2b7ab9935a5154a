// SPDX-License-Identifier: GPL-3.0-or-later
// One worker's operations, counted by windows of time, and how a collector takes the windows away
// while the worker goes on.
//
// How an operation is counted: in the window in which it ended, by the worker's clock at its end,
// however long ago it began; its whole latency stands there. A window is closed by whoever passes
// its end first, the worker with an operation that ended beyond it or the collector, so that
// neither a long operation nor a stalled worker holds a window back. Each operation is recorded
// once, in one buffer, and each buffer is taken once: sums over windows lose and double nothing.
// Two operations are counted later or earlier than they ended, never twice: one whose worker was
// interrupted between reading the clock and recording while the collector closed the window is
// counted in the next window; and when the collector has been away for so long that no clean
// buffer is left, the worker goes on counting into the one it has.
//
// The worker owns the buffer it records into by taking its pointer out of `active` (one
// uncontended exchange an operation) and putting it back; the collector only ever swaps a pointer
// that it finds there. The worker never waits, and never clears a histogram.
#ifndef FULLHOUSE_WORKLOADS_CORE_TALLY_H
#define FULLHOUSE_WORKLOADS_CORE_TALLY_H

#include <stdatomic.h>
#include <stdint.h>

#include "common/stats/histogram.h"

enum { TALLY_BUFFERS = 6, TALLY_RING = 8 };

struct tally_buffer {
    uint32_t window;
    uint64_t end_ns; // of that window
    struct histogram histogram;
};

// Single producer, single consumer; holds every buffer there is, so it is never full.
struct tally_ring {
    _Atomic(uint32_t) head; // consumer's
    _Atomic(uint32_t) tail; // producer's
    struct tally_buffer *buffers[TALLY_RING];
};

struct tally {
    _Alignas(64) _Atomic(struct tally_buffer *) active; // NULL while the worker records
    _Alignas(64) struct tally_ring closed;              // worker to collector
    struct tally_ring clean;                            // collector to worker
    uint64_t start_ns;
    uint64_t window_ns;
    struct tally_buffer *spare; // the collector's own
};

// Counts into TALLY_BUFFERS buffers, which the caller keeps alive. Touches all of them, so that the
// first second pays for no page.
void tally_init(struct tally *tally, struct tally_buffer *buffers);

// Window 0 begins at start_ns. Before any record or collect.
void tally_begin(struct tally *tally, uint64_t start_ns, uint64_t window_ns);

// The worker: an operation ended at end_ns (never before the last one's end).
void tally_record(struct tally *tally, uint64_t end_ns, uint64_t latency_ns);

// The collector, after the end of this window: adds what was recorded in it to *into. Windows must
// be collected in order, each once.
void tally_collect(struct tally *tally, uint32_t window, struct histogram *into);

#endif
