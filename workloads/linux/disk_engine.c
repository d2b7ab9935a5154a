// SPDX-License-Identifier: GPL-3.0-or-later
// The table of engines.
#include "workloads/linux/disk_engine.h"

const struct disk_engine_ops *const disk_engine_table[] = {
    &disk_engine_psync,
    &disk_engine_libaio,
    &disk_engine_io_uring,
};
