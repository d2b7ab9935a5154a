// SPDX-License-Identifier: GPL-3.0-or-later
// What memory is left, as collector/memory.h tells it.
#include "collector/memory.h"
#include "collector/source_table.h"

static int open_memory(const struct source_options *options, void **ret_state, struct err *err)
{
    struct host_memory memory;
    *ret_state = NULL;
    return host_memory_read(options->procfs, &memory, err);
}

static void sample_memory(void *state, const struct source_tick *tick)
{
    (void)state;
    struct host_memory memory;
    if (host_memory_read(tick->procfs, &memory, NULL) < 0)
        return;
    source_add(tick, "host", "memory_total_bytes", (double)memory.total_bytes);
    source_add(tick, "host", "memory_available_bytes", (double)memory.available_bytes);
    source_add(tick, "host", "swap_used_bytes", (double)memory.swap_used_bytes);
}

const struct source_ops source_memory = {
    .name = "memory",
    .help = "memory left and swap in use, from /proc/meminfo and our control group",
    .beat = SOURCE_FAST,
    .open = open_memory,
    .sample = sample_memory,
};
