// SPDX-License-Identifier: GPL-3.0-or-later
// The workloads that want an operating system, beside those of the core. To add one: a file with a
// record at its end, and a line in workload_table.c.
#ifndef FULLHOUSE_WORKLOADS_LINUX_WORKLOAD_TABLE_H
#define FULLHOUSE_WORKLOADS_LINUX_WORKLOAD_TABLE_H

#include <stddef.h>

#include "workloads/core/workload.h"

// The records that the table lists.
extern const struct workload workload_fault;
extern const struct workload workload_exec;

extern const struct workload *const workload_linux_table[];
extern const size_t workload_linux_count;

// The records that the table lists.
extern const struct workload workload_network;
extern const struct workload workload_os;
extern const struct workload workload_disk;

// Everything this agent can do, first what it shares with the bare guest; NULL after the last.
const struct workload *workload_at(size_t index);

#endif
