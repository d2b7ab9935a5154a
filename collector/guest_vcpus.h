// SPDX-License-Identifier: GPL-3.0-or-later
// The vCPUs of one guest under the source "process": how busy each was, how long it waited for a
// CPU, and on which one it ran.
#ifndef FULLHOUSE_COLLECTOR_GUEST_VCPUS_H
#define FULLHOUSE_COLLECTOR_GUEST_VCPUS_H

#include <stdbool.h>

#include "collector/source.h"
#include "collector/vcpu_threads.h"

struct guest_vcpus {
    struct vcpu_threads threads;
    char **objects;        // "guest 3 vcpu 0", by vCPU
    size_t object_count;   // of them
    uint64_t sampled_ns;   // monotonic; 0: not yet
    uint64_t found_ns;     // when threads were last looked for
    uint64_t thread_count; // of the whole process then
    bool is_told;          // that they cannot be told apart
};

// is_plain: all threads but the first are vCPUs.
void guest_vcpus_init(struct guest_vcpus *vcpus, struct procfs_pool *pool,
                      const struct source_guest *guest, bool is_plain);
void guest_vcpus_done(struct guest_vcpus *vcpus);

// thread_count: how many threads the process has now.
void guest_vcpus_sample(struct guest_vcpus *vcpus, const struct source_tick *tick,
                        const struct source_guest *guest, uint64_t thread_count);

#endif
