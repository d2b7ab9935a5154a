// SPDX-License-Identifier: GPL-3.0-or-later
// Whether N guests fit the host's memory, asked before they are started: a step that would not fit
// is refused with the figures, never tried.
#ifndef FULLHOUSE_BENCH_MEMORY_GATE_H
#define FULLHOUSE_BENCH_MEMORY_GATE_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct procfs;
struct step_record;

struct memory_gate {
    uint64_t guest_bytes; // what one more guest takes: estimated, then measured
    bool measured;
    uint64_t reserve_bytes; // never given to guests
};

// Before anything was measured: the guest's own memory and what its process needs beside it.
// reserve_bytes 0 chooses a twentieth of the host's memory, at least 256 MiB.
void memory_gate_init(struct memory_gate *gate, uint64_t shape_bytes, uint64_t reserve_bytes,
                      uint64_t host_bytes);

// A finished step says what a guest really takes: the larger of its share of the drop in available
// memory and the largest proportional set size of a guest.
void memory_gate_learn(struct memory_gate *gate, const struct step_record *step);

// The most guests that fit with `available_bytes`.
uint32_t memory_gate_limit(const struct memory_gate *gate, uint64_t available_bytes);

// "8 guests at 190 MiB (measured) and 1 GiB in reserve need 2.5 GiB; 2.1 GiB are available" as a
// new string.
char *memory_gate_explain(const struct memory_gate *gate, uint32_t guests,
                          uint64_t available_bytes);

#endif
