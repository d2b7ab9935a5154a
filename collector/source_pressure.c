// SPDX-License-Identifier: GPL-3.0-or-later
// Pressure stall information: the share of time in which threads waited for a resource, from
// /proc/pressure (Linux Documentation/accounting/psi.rst).
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "collector/meter.h"
#include "collector/pressure.h"
#include "collector/procfs.h"
#include "collector/source_table.h"
#include "common/base/err.h"
#include "common/base/scope.h"

static int open_pressure(const struct source_options *options, void **ret_state, struct err *err)
{
    scope_free char *text = NULL;
    struct err why = {0};
    int result = procfs_read(options->procfs, "/proc/pressure/cpu", &text, &why);
    if (result == 0)
        *ret_state = meter_new();
    else if (result == -ENOENT || result == -EOPNOTSUPP)
        err_host(err, NULL,
                 "no /proc/pressure: the kernel has no CONFIG_PSI, or starts with it off; booting "
                 "it with psi=1 mends that");
    else
        err_move(err, &why);
    err_done(&why);
    return result;
}

static void sample_pressure(void *state, const struct source_tick *tick)
{
    struct meter *meter = state;
    meter_begin(meter, tick);
    pressure_add(meter, "host", "/proc/pressure/", "");
}

const struct source_ops source_pressure = {
    .name = "pressure",
    .help = "share of time in which threads waited for CPU, memory, disks or interrupts",
    .beat = SOURCE_FAST,
    .open = open_pressure,
    .sample = sample_pressure,
    .close = meter_free,
};
