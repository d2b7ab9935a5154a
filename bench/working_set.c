// SPDX-License-Identifier: GPL-3.0-or-later
// Chooses a working set from the host's caches and the guest's size.
#include "bench/working_set.h"

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "common/model/scenario.h"

#define MIB (UINT64_C(1) << 20)

// What a guest's kernel and agent keep of its memory, with room for page tables and buffers.
static const uint64_t GUEST_KEEPS_BYTES = 72 * MIB;
static const uint64_t UNKNOWN_CACHE_BYTES = 32 * MIB;

// For each of so many loads side by side.
static uint64_t fits_guest(const struct shape *shape, uint32_t loads)
{
    uint64_t memory_bytes = shape->memory_bytes;
    uint64_t room_bytes =
        memory_bytes > GUEST_KEEPS_BYTES + MIB ? memory_bytes - GUEST_KEEPS_BYTES : MIB;
    return room_bytes / loads;
}

static char *fit(struct load *load, const struct shape *shape, uint32_t loads,
                 uint64_t largest_cache_bytes)
{
    uint32_t threads = load->threads ? load->threads : shape->vcpus;
    uint64_t cache_bytes = largest_cache_bytes ? largest_cache_bytes : UNKNOWN_CACHE_BYTES;
    uint64_t wanted_bytes = 2 * cache_bytes, room_bytes = fits_guest(shape, loads);
    uint64_t total_bytes = wanted_bytes < room_bytes ? wanted_bytes : room_bytes;
    // Whole mebibytes a thread: both a multiple of every workload's unit and easy to read.
    uint64_t thread_bytes = total_bytes / threads / MIB * MIB;
    load->working_set_bytes = thread_bytes ? thread_bytes : MIB;

    char total[UNITS_TEXT_SIZE], cache[UNITS_TEXT_SIZE], memory[UNITS_TEXT_SIZE];
    units_format_bytes(total, load->working_set_bytes * threads);
    units_format_bytes(cache, cache_bytes);
    if (total_bytes > cache_bytes)
        return alloc_printf("working set: %s a guest, against a largest cache of %s", total, cache);
    units_format_bytes(memory, wanted_bytes * loads + GUEST_KEEPS_BYTES);
    return alloc_printf(
        "working set: only %s fits these guests, and the largest cache has %s: this "
        "measures the cache, too; --memory %s would do",
        total, cache, memory);
}

char *working_set_fit(struct scenario *scenario, uint64_t largest_cache_bytes)
{
    if (scenario->load.working_set_bytes)
        return NULL;
    return fit(&scenario->load, &scenario->shape, 1, largest_cache_bytes);
}

static bool is_open(const struct load *load, bool (*has_working_set)(const struct load *load))
{
    return load->working_set_bytes == 0 && has_working_set(load);
}

char *working_set_fit_tile(struct tile *tile, uint64_t largest_cache_bytes,
                           bool (*has_working_set)(const struct load *load))
{
    struct strbuf text = {0};
    for (size_t r = 0; r < tile->role_count; r++) {
        struct role *role = &tile->roles[r];
        uint32_t open = 0;
        for (size_t k = 0; k < role->load_count; k++)
            open += is_open(&role->loads[k], has_working_set);
        for (size_t k = 0; k < role->load_count; k++) {
            if (!is_open(&role->loads[k], has_working_set))
                continue;
            scope_free char *name = role_stream_name(role, k);
            scope_free char *own = fit(&role->loads[k], &role->shape, open, largest_cache_bytes);
            strbuf_printf(&text, "%s%s: %s", text.length ? "; " : "", name, own);
        }
    }
    return text.length ? strbuf_take(&text) : NULL;
}
