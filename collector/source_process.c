// SPDX-License-Identifier: GPL-3.0-or-later
// What each guest takes of the host, from its process's folder in /proc: CPU time, how long its
// vCPUs waited for a CPU, memory, disk, page faults. A handful of pread(2) a guest.
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "collector/guest_process.h"
#include "collector/process.h"
#include "collector/procfs.h"
#include "collector/source_table.h"
#include "common/base/alloc.h"
#include "common/base/err.h"

static int open_process(const struct source_options *options, void **ret_state, struct err *err)
{
    (void)ret_state;
    if (procfs_exists(options->procfs, "/proc"))
        return 0;
    return err_host(err, NULL, "%s/proc is not there", options->procfs->root);
}

static void sample_process(void *state, const struct source_tick *tick)
{
    (void)state;
    for (size_t i = 0; i < tick->guest_count; i++) {
        struct source_guest *guest = tick->guests[i];
        void **slot = source_slot(tick, guest);
        if (guest->pid <= 0)
            continue;
        if (!*slot)
            *slot = guest_process_new(tick, guest);
        guest_process_sample(*slot, tick, guest);
    }
}

static void free_process(void *state, void *slot)
{
    (void)state;
    guest_process_free(slot);
}

const struct source_ops source_process = {
    .name = "process",
    .help = "each guest's process: CPU, its vCPUs' wait for one, memory, disk, faults, threads",
    .beat = SOURCE_FAST,
    .open = open_process,
    .sample = sample_process,
    .free_slot = free_process,
};
