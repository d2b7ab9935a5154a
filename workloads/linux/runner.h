// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a load on its worker threads and gives back windows. Knows the load and the clock, not the
// conversation. All calls from one thread, the collector, which they never block for long.
#ifndef FULLHOUSE_WORKLOADS_LINUX_RUNNER_H
#define FULLHOUSE_WORKLOADS_LINUX_RUNNER_H

#include <stdbool.h>
#include <stdint.h>

#include "common/wire/message.h"

struct err;
struct runner;
struct workload_variant;

// CPUs this process may run on.
uint32_t runner_cpus(void);

// Worker threads of a load: what it says, else what the variant wants, else one a CPU.
uint32_t runner_threads(const struct load *load, const struct workload_variant *variant);

// Makes the worker threads (0 in the load: one a CPU), which prepare their working sets. 0 and
// *ret_runner, or negative errno: an unknown workload, too large a working set, no threads.
int runner_new(const struct wire_prepare *prepare, struct runner **ret_runner, struct err *err);

// Stops the workers, at the latest at the end of the operation each is in, and frees. NULL is fine.
void runner_free(struct runner *runner);

// Readable when a worker became ready, began or failed; runner_take_events makes it unreadable.
int runner_event_fd(const struct runner *runner);
void runner_take_events(struct runner *runner);

// 1 when all workers are ready, 0 while some still prepare, negative errno when one has failed,
// while preparing or, later, because an operation's result was wrong.
int runner_poll(const struct runner *runner, struct err *err);

// The load starts at start_ns (a time past: now); windows are aligned to it.
void runner_start(struct runner *runner, uint64_t start_ns, uint64_t window_ns);

// When the first worker began, 0 before that.
uint64_t runner_began_ns(const struct runner *runner);

// When a window ends.
uint64_t runner_window_end_ns(const struct runner *runner, uint32_t window);

// Takes a window that has ended: each in order, once. *ret_window's histogram is the caller's.
// tally.h says which operations are in it; `due` counts what fell due in the window whether or not
// a worker got to it.
void runner_collect(struct runner *runner, uint32_t window, struct wire_window *ret_window);

// Tells the workers to stop and does not wait.
void runner_stop(struct runner *runner);

// Waits for the workers' end where they have something to tell at it (workload_variant's
// tells_at_end); runner_stop must have been called.
void runner_settle(struct runner *runner);

// Takes a figure that a worker has told, oldest first; its texts are the caller's. False for none.
bool runner_take_figure(struct runner *runner, struct wire_figure *ret_figure);

#endif
