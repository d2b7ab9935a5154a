// SPDX-License-Identifier: GPL-3.0-or-later
// The kernel's lists of CPUs: "0-3,8,10-11".
#ifndef FULLHOUSE_COLLECTOR_CPU_LIST_H
#define FULLHOUSE_COLLECTOR_CPU_LIST_H

#include <stddef.h>

struct err;
struct procfs;

struct cpu_list {
    unsigned *cpus; // as the text has them
    size_t count;
};

// Reads a list; a text that is none, or names more than 65536 CPUs, is -EINVAL. Release with
// cpu_list_done.
int cpu_list_parse(const char *text, struct cpu_list *ret_list, struct err *err);

// The CPUs that are online (/sys/devices/system/cpu/online). 0 or negative errno.
int cpu_list_online(const struct procfs *procfs, struct cpu_list *ret_list, struct err *err);

void cpu_list_done(struct cpu_list *list);
#define scope_cpu_list __attribute__((cleanup(cpu_list_done)))

#endif
