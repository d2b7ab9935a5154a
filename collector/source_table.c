// SPDX-License-Identifier: GPL-3.0-or-later
// Every source there is, in the order in which they are sampled and listed.
#include "collector/source_table.h"

const struct source_ops *const source_table[] = {
    &source_cpu,     &source_pressure, &source_memory,  &source_numa,       &source_hugepages,
    &source_ksm,     &source_disk,     &source_network, &source_interrupts, &source_interrupts_cpu,
    &source_cgroup,  &source_perf,     &source_resctrl, &source_rapl,       &source_frequency,
    &source_process, &source_kvm,      &source_pss,     &source_libvirt,    NULL,
};
