// SPDX-License-Identifier: GPL-3.0-or-later
// A bounded number of threads that call one function for every index of a range: guests are started
// and torn down by them.
#ifndef FULLHOUSE_BENCH_WORKERS_H
#define FULLHOUSE_BENCH_WORKERS_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct workers;

typedef void (*worker_job)(uint32_t index, void *context);

// Starts min(threads, count) threads; job is called once for each of 0..count-1, in ascending order
// of start. context must live until workers_join. 0 or negative errno (then nothing runs).
int workers_start(uint32_t threads, uint32_t count, worker_job job, void *context,
                  struct workers **ret_workers, struct err *err);

// No further index is begun; those under way go on.
void workers_cancel(struct workers *workers);

// Whether every thread has ended: workers_join would return at once.
bool workers_finished(const struct workers *workers);

// Waits for all of them and frees; accepts NULL.
void workers_join(struct workers *workers);

#endif
