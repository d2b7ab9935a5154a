// SPDX-License-Identifier: GPL-3.0-or-later
// The table of what only Linux can do.
#include "workloads/linux/workload_table.h"

const struct workload *const workload_linux_table[] = {
    &workload_fault, &workload_network, &workload_os, &workload_disk, &workload_exec, NULL,
};
// Without the NULL, which stands for a line more.
const size_t workload_linux_count =
    sizeof workload_linux_table / sizeof workload_linux_table[0] - 1;

const struct workload *workload_at(size_t index)
{
    if (index < workload_count)
        return workload_table[index];
    index -= workload_count;
    return index < workload_linux_count ? workload_linux_table[index] : NULL;
}
