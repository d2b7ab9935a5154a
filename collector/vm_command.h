// SPDX-License-Identifier: GPL-3.0-or-later
// What the command line of a virtual machine's process says of it: QEMU, Cloud Hypervisor,
// Firecracker, kvmtool and VirtualBox, however they were started. Pure: opens nothing.
#ifndef FULLHOUSE_COLLECTOR_VM_COMMAND_H
#define FULLHOUSE_COLLECTOR_VM_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vm_command {
    const char *hypervisor; // "QEMU"; static
    char *name;             // "" where the command says none
    char *uuid;             // ""
    uint32_t vcpus;         // at its start; 0 where the command does not say it
    bool is_emulated;       // QEMU without KVM or another accelerator
};

// Reads a /proc/PID/cmdline of `length` bytes, arguments ending with a zero byte. True when it runs
// a virtual machine; release *ret_command with vm_command_done then. A QEMU that was started only
// to be asked what it can do (machine none) runs none.
bool vm_command_parse(const char *bytes, size_t length, struct vm_command *ret_command);
void vm_command_done(struct vm_command *command);

// Which vCPU a thread of that name (/proc/PID/task/TID/comm) runs, from 0; -1 for none. A TCG that
// runs all its vCPUs on one thread gives 0.
int vm_vcpu_of_thread(const char *comm);

#endif
