// SPDX-License-Identifier: GPL-3.0-or-later
// The virtual machines of a host, found by their processes: no daemon is asked, so those of every
// user and every tool are there.
#ifndef FULLHOUSE_COLLECTOR_VM_LIST_H
#define FULLHOUSE_COLLECTOR_VM_LIST_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "collector/vm_command.h"

struct err;
struct procfs;

struct vm {
    pid_t pid;
    uint64_t start_ticks; // with pid: this process and no later one of its number
    struct vm_command command;
};

// Zero-initialise; release with vm_list_done.
struct vm_list {
    struct vm *vms; // by pid
    size_t count;
};

// All that run now. A process that ends meanwhile, or whose command line may not be read, is none.
// 0 or negative errno (no /proc).
int vm_list_scan(const struct procfs *procfs, struct vm_list *ret_list, struct err *err);
void vm_list_done(struct vm_list *list);
#define scope_vm_list __attribute__((cleanup(vm_list_done)))

#endif
