// SPDX-License-Identifier: GPL-3.0-or-later
// The sources by name, for their table alone.
#ifndef FULLHOUSE_COLLECTOR_SOURCE_TABLE_H
#define FULLHOUSE_COLLECTOR_SOURCE_TABLE_H

#include "collector/source.h"

extern const struct source_ops source_cpu;
extern const struct source_ops source_pressure;
extern const struct source_ops source_memory;
extern const struct source_ops source_numa;
extern const struct source_ops source_hugepages;
extern const struct source_ops source_ksm;
extern const struct source_ops source_disk;
extern const struct source_ops source_network;
extern const struct source_ops source_interrupts;
extern const struct source_ops source_interrupts_cpu;
extern const struct source_ops source_cgroup;
extern const struct source_ops source_perf;
extern const struct source_ops source_resctrl;
extern const struct source_ops source_rapl;
extern const struct source_ops source_frequency;
extern const struct source_ops source_process;
extern const struct source_ops source_pss;
extern const struct source_ops source_kvm;
extern const struct source_ops source_libvirt;

#endif
