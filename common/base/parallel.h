// SPDX-License-Identifier: GPL-3.0-or-later
// One function called for every index of a range, on several threads that end with the call. Which
// thread takes which index is open: whoever needs the same result every time keeps each index's
// result apart.
#ifndef FULLHOUSE_COMMON_BASE_PARALLEL_H
#define FULLHOUSE_COMMON_BASE_PARALLEL_H

#include <stddef.h>

// worker: 0 to one less than the threads, for what each thread has of its own.
typedef void parallel_job(size_t index, unsigned worker, void *context);

// CPUs that are online, at least 1.
unsigned parallel_cpus(void);

// Returns when job was called once for each of 0..count-1. The caller's own thread is one of the
// workers, so threads that cannot be started only make it slower.
void parallel_for(unsigned workers, size_t count, parallel_job *job, void *context);

#endif
