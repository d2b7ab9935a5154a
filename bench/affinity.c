// SPDX-License-Identifier: GPL-3.0-or-later
// Linux' affinity masks and memory policy. Which CPUs is placement.c's business.
#include "bench/affinity.h"

#include <errno.h>
#include <inttypes.h>
#include <linux/mempolicy.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/placement.h"
#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/cpu_set.h"

static const struct procfs this_host = {.root = ""};

// The kernel's mask, as wide as any kernel's.
struct mask {
    cpu_set_t *cpus;
    size_t bytes;
};

static struct mask mask_new(void)
{
    struct mask mask = {CPU_ALLOC(CPU_SET_MAX), CPU_ALLOC_SIZE(CPU_SET_MAX)};
    if (!mask.cpus)
        abort(); // as alloc.h has it
    CPU_ZERO_S(mask.bytes, mask.cpus);
    return mask;
}

static int set_mask(pid_t thread, const struct cpu_set *set, struct err *err)
{
    struct mask mask = mask_new();
    cpu_set_each(cpu, set) CPU_SET_S(cpu, mask.bytes, mask.cpus);
    int code = sched_setaffinity(thread, mask.bytes, mask.cpus) < 0 ? errno : 0;
    CPU_FREE(mask.cpus);
    if (code == 0)
        return 0;
    scope_free char *text = cpu_set_format(set);
    return err_system(err, code, "binding a thread to CPU %s", text);
}

static bool has_mask(pid_t thread, const struct cpu_set *set)
{
    struct mask mask = mask_new();
    bool is_same = sched_getaffinity(thread, mask.bytes, mask.cpus) == 0;
    for (uint32_t cpu = 0; is_same && cpu < CPU_SET_MAX; cpu++)
        is_same = !!CPU_ISSET_S(cpu, mask.bytes, mask.cpus) == cpu_set_has(set, cpu);
    CPU_FREE(mask.cpus);
    return is_same;
}

// --- what a process inherits -------------------------------------------------------------------

// Without libnuma: one node's bit in a mask of so many.
static int set_memory_node(int64_t node, struct err *err)
{
    enum { BITS = 8 * sizeof(unsigned long), NODES_MAX = 1024 };
    unsigned long nodes[NODES_MAX / BITS + 1] = {0};
    if (node == PLACEMENT_NO_NODE)
        return 0;
    if (node >= NODES_MAX)
        return err_host(err, NULL, "NUMA node %" PRId64 ": Linux counts to %d", node,
                        NODES_MAX - 1);
    nodes[node / BITS] = 1ul << node % BITS;
    if (syscall(SYS_set_mempolicy, MPOL_BIND, nodes, NODES_MAX + 1) < 0)
        return err_system(err, errno, "binding memory to NUMA node %" PRId64, node);
    return 0;
}

int affinity_enter(const char *home, int64_t node, struct affinity *ret_before, struct err *err)
{
    struct cpu_set cpus;
    *ret_before = (struct affinity){0};
    if (!*home)
        return 0;
    int result = pinning_home_all(home, &cpus, err);
    if (result < 0)
        return result;
    struct mask before = mask_new();
    if (sched_getaffinity(0, before.bytes, before.cpus) < 0)
        result = err_system(err, errno, "asking what a thread is bound to");
    if (result == 0)
        result = set_mask(0, &cpus, err);
    struct affinity affinity = {before.cpus, before.bytes, false};
    if (result == 0 && (result = set_memory_node(node, err)) < 0)
        affinity_leave(&affinity);
    else if (result < 0)
        CPU_FREE(before.cpus);
    else
        *ret_before = (struct affinity){before.cpus, before.bytes, node != PLACEMENT_NO_NODE};
    return result;
}

// What was allowed a moment ago is allowed now: neither call fails.
void affinity_leave(struct affinity *before)
{
    if (!before->cpus)
        return;
    if (before->has_node)
        syscall(SYS_set_mempolicy, MPOL_DEFAULT, NULL, 0);
    sched_setaffinity(0, before->bytes, before->cpus);
    CPU_FREE(before->cpus);
    before->cpus = NULL;
}

// --- threads of a hypervisor ---------------------------------------------------------------------

// The vCPU a thread is of by its name, or -1.
static int64_t vcpu_of(pid_t pid, const char *thread)
{
    scope_free char *path = alloc_printf("/proc/%d/task/%s/comm", (int)pid, thread);
    scope_free char *name = NULL;
    uint32_t vcpu;
    if (procfs_read_line(&this_host, path, &name, NULL) < 0 ||
        sscanf(name, "CPU %" SCNu32 "/", &vcpu) != 1)
        return -1;
    return vcpu;
}

// A thread that ended meanwhile needs no home.
static int bind_thread(pid_t thread, const struct cpu_set *cpus, struct err *err)
{
    struct err why = {0};
    int result = has_mask(thread, cpus) ? 0 : set_mask(thread, cpus, &why);
    if (result == -ESRCH)
        result = 0;
    else
        err_move(err, &why);
    err_done(&why);
    return result;
}

int affinity_bind_vcpus(pid_t pid, const char *home, uint32_t vcpus, struct err *err)
{
    scope_free char *folder = alloc_printf("/proc/%d/task", (int)pid);
    scope_procfs_names struct procfs_names threads = {0};
    struct cpu_set all, own;
    uint32_t found = 0;
    int result = pinning_home_all(home, &all, err);
    if (result == 0)
        result = procfs_list(&this_host, folder, "", &threads, err);
    for (size_t i = 0; result == 0 && i < threads.count; i++) {
        int64_t vcpu = vcpu_of(pid, threads.names[i]);
        found += vcpu >= 0;
        if (vcpu >= 0)
            result = pinning_home_of(home, (uint32_t)vcpu, &own, err);
        if (result == 0)
            result = bind_thread((pid_t)atoi(threads.names[i]), vcpu >= 0 ? &own : &all, err);
    }
    if (result == 0 && found < vcpus)
        result = err_host(err, NULL,
                          "pinning: of %" PRIu32 " vCPUs only %" PRIu32
                          " have a thread in process %d that could be bound",
                          vcpus, found, (int)pid);
    return result;
}
