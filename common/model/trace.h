// SPDX-License-Identifier: GPL-3.0-or-later
// Utilisation over time, as production had it and a replay has it again: shares of what one guest
// alone can do, each held for a while. Whole numbers throughout, so that every home computes the
// same due times. How a trace is written stands in trace_text.h, how it is read in trace_file.h.
#ifndef FULLHOUSE_COMMON_MODEL_TRACE_H
#define FULLHOUSE_COMMON_MODEL_TRACE_H

#include <stddef.h>
#include <stdint.h>

// Bounds every source of a trace is checked against. A prepare message with the longest trace stays
// below WIRE_LINE_MAX.
enum {
    TRACE_FULL_PPM = 1000000,  // a share of 100 %
    TRACE_STEPS_MAX = 32768,   // of one guest
    TRACE_SET_MAX = 65536,     // guests
    TRACE_CELLS_MAX = 1 << 20, // steps of all guests together
};
#define TRACE_STEP_MIN_NS   UINT64_C(1000)               // 1 us
#define TRACE_LENGTH_MIN_NS UINT64_C(1000000)            // 1 ms
#define TRACE_LENGTH_MAX_NS UINT64_C(316224000000000000) // ten years

struct trace_step {
    uint64_t duration_ns;
    uint32_t share_ppm; // 0..TRACE_FULL_PPM
};

struct trace { // one guest's
    struct trace_step *steps;
    size_t count;
};

struct trace_set { // guest i takes trace i modulo count
    struct trace *traces;
    size_t count;
    char *gap; // "file:line: ..." of the first hole in what was read, NULL for none
};

// Appends a step; not checked.
void trace_add(struct trace *trace, uint64_t duration_ns, uint32_t share_ppm);
void trace_copy(struct trace *into, const struct trace *from); // overwrites *into
void trace_done(struct trace *trace);

// From its begin to its end; 0 for an empty one.
uint64_t trace_length_ns(const struct trace *trace);
// Its mean over time, 0..1; 0 for an empty one.
double trace_mean_ratio(const struct trace *trace);
// How long most of its steps last: the median, by number of steps.
uint64_t trace_usual_step_ns(const struct trace *trace);
// The same shares, `speed` times as fast; *into is overwritten. Times are rounded, durations are
// what lies between them, so that nothing adds up. Steps that would last less than
// TRACE_STEP_MIN_NS are drawn into the one before or after, with their share.
void trace_copy_faster(struct trace *into, const struct trace *from, double speed);

// Takes the trace over.
void trace_set_take(struct trace_set *set, struct trace *trace);
void trace_set_copy(struct trace_set *into, const struct trace_set *from); // overwrites *into
void trace_set_done(struct trace_set *set);
// The guest's trace; the set is not empty.
const struct trace *trace_set_of(const struct trace_set *set, uint32_t guest);
// The longest of them.
uint64_t trace_set_length_ns(const struct trace_set *set);

#endif
