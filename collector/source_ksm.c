// SPDX-License-Identifier: GPL-3.0-or-later
// Same-page merging: what it saves and how hard it looks, from /sys/kernel/mm/ksm (Linux
// Documentation/admin-guide/mm/ksm.rst).
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "collector/meter.h"
#include "collector/procfs.h"
#include "collector/source_table.h"
#include "common/base/err.h"

static const char folder[] = "/sys/kernel/mm/ksm";

static int open_ksm(const struct source_options *options, void **ret_state, struct err *err)
{
    if (!procfs_exists(options->procfs, folder))
        return err_host(err, NULL, "no %s: the kernel has no CONFIG_KSM", folder);
    *ret_state = meter_new();
    return 0;
}

static void sample_ksm(void *state, const struct source_tick *tick)
{
    const double page = (double)sysconf(_SC_PAGESIZE);
    // pages_sharing is how many more places use a merged page: what was saved.
    const struct meter_field fields[] = {
        {"run", "ksm_run_count", METER_VALUE, 1},
        {"pages_shared", "ksm_shared_bytes", METER_VALUE, page},
        {"pages_sharing", "ksm_saved_bytes", METER_VALUE, page},
        {"pages_unshared", "ksm_unshared_bytes", METER_VALUE, page},
        {"pages_volatile", "ksm_volatile_bytes", METER_VALUE, page},
        {"pages_scanned", "ksm_scanned_bytes_hz", METER_RATE, page},
        {"full_scans", "ksm_full_scans_count", METER_COUNT, 1},
    };
    struct meter *meter = state;
    meter_begin(meter, tick);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        meter_file(meter, "host", folder, &fields[i]);
}

const struct source_ops source_ksm = {
    .name = "ksm",
    .help = "same-page merging: memory saved, memory looked at",
    .beat = SOURCE_SLOW,
    .open = open_ksm,
    .sample = sample_ksm,
    .close = meter_free,
};
