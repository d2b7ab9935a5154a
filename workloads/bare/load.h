// SPDX-License-Identifier: GPL-3.0-or-later
// A load on the vCPUs, one worker each: the runner of this home. The first vCPU collects, and works
// between two operations of its own (load_turn); the others only work (load_serve). All other calls
// are the first vCPU's.
#ifndef FULLHOUSE_WORKLOADS_BARE_LOAD_H
#define FULLHOUSE_WORKLOADS_BARE_LOAD_H

#include <stdbool.h>
#include <stdint.h>

#include "common/wire/message.h"

struct order_prepare;
struct text;

// Prepares all workers and waits until they are. cpus: how many there are. 0, or negative errno
// with what is wrong in *what.
int load_prepare(const struct order_prepare *prepare, uint32_t cpus, struct text *what);

// The load starts at start_ns (a time past: now); windows are aligned to it.
void load_start(uint64_t start_ns, uint64_t window_ns);

// Does one operation if one is due at *now_ns, which becomes the time of its end. Returns when the
// next one is due: a time past for a closed load.
uint64_t load_turn(uint64_t *now_ns);

// When the first worker began, 0 before that.
uint64_t load_began_ns(void);

// Whether a worker's result was wrong.
bool load_has_failed(void);

uint64_t load_window_end_ns(uint32_t window);

// Takes a window that has ended: each in order, once. Its histogram is valid until the next call.
void load_collect(uint32_t window, struct wire_window *ret_window);

// No further operation begins.
void load_stop(void);

// The life of any vCPU but the first: one load.
void load_serve(uint32_t cpu);

#endif
