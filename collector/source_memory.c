// SPDX-License-Identifier: GPL-3.0-or-later
// The host's memory, swap, faults and reclaim, from /proc/meminfo and /proc/vmstat (proc(5)).
#include <unistd.h>

#include "collector/memory.h"
#include "collector/meter.h"
#include "collector/source_table.h"

#define KIB 1024.0

static const struct meter_field meminfo_fields[] = {
    {"MemFree", "memory_free_bytes", METER_VALUE, KIB},
    {"Cached", "cached_bytes", METER_VALUE, KIB},
    {"AnonPages", "anonymous_bytes", METER_VALUE, KIB},
    {"Shmem", "shared_bytes", METER_VALUE, KIB},
    {"Slab", "slab_bytes", METER_VALUE, KIB},
    {"PageTables", "page_tables_bytes", METER_VALUE, KIB},
    {"Dirty", "dirty_bytes", METER_VALUE, KIB},
    {"Writeback", "writeback_bytes", METER_VALUE, KIB},
    {"Committed_AS", "committed_bytes", METER_VALUE, KIB},
    {"SwapTotal", "swap_total_bytes", METER_VALUE, KIB},
};

// What the host can still give, a limit of our own control group counted as its end.
static void read_left(struct meter *meter)
{
    struct host_memory memory;
    if (host_memory_read(meter->tick->procfs, &memory, NULL) < 0)
        return;
    meter_value(meter, "host", "memory_total_bytes", (double)memory.total_bytes);
    meter_value(meter, "host", "memory_available_bytes", (double)memory.available_bytes);
    meter_value(meter, "host", "swap_used_bytes", (double)memory.swap_used_bytes);
}

static void read_vmstat(struct meter *meter, const char *text)
{
    const double page = (double)sysconf(_SC_PAGESIZE);
    const struct meter_field fields[] = {
        {"pswpin", "swap_in_bytes_hz", METER_RATE, page},
        {"pswpout", "swap_out_bytes_hz", METER_RATE, page},
        {"pgfault", "page_faults_hz", METER_RATE, 1},
        {"pgmajfault", "major_faults_hz", METER_RATE, 1},
        {"oom_kill", "oom_kills_count", METER_COUNT, 1},
        {"pgscan_direct", "direct_reclaim_bytes_hz", METER_RATE, page},
        {"pgscan_kswapd", "background_reclaim_bytes_hz", METER_RATE, page},
        {"compact_stall", "compaction_stalls_hz", METER_RATE, 1},
        {"workingset_refault_anon", "refault_anonymous_bytes_hz", METER_RATE, page},
        {"workingset_refault_file", "refault_file_bytes_hz", METER_RATE, page},
        {"thp_fault_alloc", "huge_faults_hz", METER_RATE, 1},
        {"thp_fault_fallback", "huge_fault_fallbacks_hz", METER_RATE, 1},
        {"balloon_inflate", "own_balloon_inflate_bytes_hz", METER_RATE, page},
        {"balloon_deflate", "own_balloon_deflate_bytes_hz", METER_RATE, page},
    };
    meter_fields(meter, "host", text, "", fields, sizeof fields / sizeof *fields);
}

static int open_memory(const struct source_options *options, void **ret_state, struct err *err)
{
    struct host_memory memory;
    int result = host_memory_read(options->procfs, &memory, err);
    if (result == 0)
        *ret_state = meter_new();
    return result;
}

static void sample_memory(void *state, const struct source_tick *tick)
{
    struct meter *meter = state;
    const char *text;
    meter_begin(meter, tick);
    read_left(meter);
    if (meter_read(meter, "/proc/meminfo", &text) == 0)
        meter_fields(meter, "host", text, "", meminfo_fields,
                     sizeof meminfo_fields / sizeof *meminfo_fields);
    if (meter_read(meter, "/proc/vmstat", &text) == 0)
        read_vmstat(meter, text);
}

const struct source_ops source_memory = {
    .name = "memory",
    .help = "memory of the host, swapping, page faults, reclaim, OOM kills",
    .beat = SOURCE_FAST,
    .open = open_memory,
    .sample = sample_memory,
    .close = meter_free,
};
