// SPDX-License-Identifier: GPL-3.0-or-later
// Proportional memory of each guest, from /proc/PID/smaps_rollup. The kernel walks every page of
// the process for it (milliseconds a GiB) and holds its memory map meanwhile, so it is read on the
// slow beat, and more seldom where guests are large: all of it takes a thousandth of a CPU at most.
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "collector/procfs.h"
#include "collector/source_table.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"

enum { SPARE_FACTOR = 1000, KIB = 1024 };

struct pss {
    uint64_t due_ns; // monotonic: not before
};

static int open_pss(const struct source_options *options, void **ret_state, struct err *err)
{
    if (!procfs_exists(options->procfs, "/proc/self/smaps_rollup"))
        return err_host(err, NULL, "%s/proc/self/smaps_rollup is not there (Linux 4.14 has it)",
                        options->procfs->root);
    *ret_state = alloc_zeroed(1, sizeof(struct pss));
    return 0;
}

static void add_field(const struct source_tick *tick, const struct source_guest *guest,
                      const char *metric, const char *text, const char *key)
{
    uint64_t kib;
    if (procfs_field(text, key, &kib) == 0)
        source_add(tick, guest->object, metric, (double)kib * KIB);
}

// Of a process that is gone, "process" tells.
static void sample_guest(const struct source_tick *tick, const struct source_guest *guest)
{
    scope_free char *path = alloc_printf("/proc/%d/smaps_rollup", (int)guest->pid);
    scope_free char *text = NULL;
    struct err err = {0};
    int failed = procfs_read(tick->procfs, path, &text, &err);
    if (failed == -EACCES || failed == -EPERM)
        source_absent(tick, guest->object, err_text(&err));
    err_done(&err);
    if (failed < 0)
        return;
    add_field(tick, guest, "memory_pss_bytes", text, "Pss");
    add_field(tick, guest, "memory_swap_bytes", text, "SwapPss");
    add_field(tick, guest, "memory_huge_bytes", text, "AnonHugePages");
}

static void sample_pss(void *state, const struct source_tick *tick)
{
    struct pss *pss = state;
    uint64_t began_ns = clock_thread_cpu_ns();
    if (tick->mono_ns < pss->due_ns)
        return;
    for (size_t i = 0; i < tick->guest_count; i++)
        if (tick->guests[i]->pid > 0)
            sample_guest(tick, tick->guests[i]);
    pss->due_ns = tick->mono_ns + (clock_thread_cpu_ns() - began_ns) * SPARE_FACTOR;
}

const struct source_ops source_pss = {
    .name = "pss",
    .help = "each guest's process: memory with shared pages by share, in swap, in huge pages",
    .beat = SOURCE_SLOW,
    .open = open_pss,
    .sample = sample_pss,
    .close = free,
};
