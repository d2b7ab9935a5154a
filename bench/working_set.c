// SPDX-License-Identifier: GPL-3.0-or-later
// Chooses a working set from the host's caches and the guest's size.
#include "bench/working_set.h"

#include "common/base/alloc.h"
#include "common/base/units.h"
#include "common/model/scenario.h"

#define MIB (UINT64_C(1) << 20)

// What a guest's kernel and agent keep of its memory, with room for page tables and buffers.
static const uint64_t GUEST_KEEPS_BYTES = 72 * MIB;
static const uint64_t UNKNOWN_CACHE_BYTES = 32 * MIB;

static uint64_t fits_guest(const struct scenario *scenario)
{
    uint64_t memory_bytes = scenario->shape.memory_bytes;
    return memory_bytes > GUEST_KEEPS_BYTES + MIB ? memory_bytes - GUEST_KEEPS_BYTES : MIB;
}

char *working_set_fit(struct scenario *scenario, uint64_t largest_cache_bytes)
{
    if (scenario->load.working_set_bytes)
        return NULL;
    uint32_t threads = scenario->load.threads ? scenario->load.threads : scenario->shape.vcpus;
    uint64_t cache_bytes = largest_cache_bytes ? largest_cache_bytes : UNKNOWN_CACHE_BYTES;
    uint64_t wanted_bytes = 2 * cache_bytes, room_bytes = fits_guest(scenario);
    uint64_t total_bytes = wanted_bytes < room_bytes ? wanted_bytes : room_bytes;
    // Whole mebibytes a thread: both a multiple of every workload's unit and easy to read.
    uint64_t thread_bytes = total_bytes / threads / MIB * MIB;
    scenario->load.working_set_bytes = thread_bytes ? thread_bytes : MIB;

    char total[UNITS_TEXT_SIZE], cache[UNITS_TEXT_SIZE], memory[UNITS_TEXT_SIZE];
    units_format_bytes(total, scenario->load.working_set_bytes * threads);
    units_format_bytes(cache, cache_bytes);
    if (total_bytes > cache_bytes)
        return alloc_printf("working set: %s a guest, against a largest cache of %s", total, cache);
    units_format_bytes(memory, wanted_bytes + GUEST_KEEPS_BYTES);
    return alloc_printf(
        "working set: only %s fits these guests, and the largest cache has %s: this "
        "measures the cache, too; --memory %s would do",
        total, cache, memory);
}
