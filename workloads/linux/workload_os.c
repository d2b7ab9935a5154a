// SPDX-License-Identifier: GPL-3.0-or-later
// What the operating system does for programs, as a workload: the records of its variants and the
// options they share. What each does stands in os_NAME.c.
#include "workloads/linux/os.h"
#include "workloads/linux/workload_table.h"

static const struct workload_variant variants[] = {
    {
        .name = "syscall",
        .operation = "1000 calls of getppid",
        .comparable = "perf bench syscall basic, which tells of one call",
        .prepare = os_syscall_prepare,
        .operate = os_syscall_operate,
    },
    {
        .name = "switch",
        .operation = "a round trip of 4 bytes through two pipes to a partner and back",
        .comparable = "perf bench sched pipe, with by=thread its -T",
        .prepare = os_switch_prepare,
        .operate = os_switch_operate,
        .finish = os_switch_finish,
    },
    {
        .name = "fork",
        .operation = "creates a process that ends at once, and waits for it",
        .comparable = "lat_proc fork of lmbench; stress-ng --fork and --vfork count the same, but "
                      "fork from smaller or larger programs",
        .prepare = os_fork_prepare,
        .operate = os_fork_operate,
    },
    {
        .name = "thread",
        .operation = "creates a thread that returns at once, and joins it",
        .comparable = "any loop of pthread_create and pthread_join; stress-ng --pthread has many "
                      "at once",
        .prepare = os_thread_prepare,
        .operate = os_thread_operate,
    },
    {
        .name = "lock",
        .operation = "takes the lock that all threads share, computes 32 rounds of a linear "
                     "congruence under it, and gives it back",
        .comparable = "itself on another host: what is done under a lock differs from tool to tool",
        .prepare = os_lock_prepare,
        .operate = os_lock_operate,
        .shared_bytes = OS_LOCK_SHARED_BYTES,
    },
    {
        .name = "timer",
        .operation = "sleeps until the next time of an interval; latency when closed is how late "
                     "it woke",
        .comparable = "cyclictest with the same interval, policy and priority, and --laptop, since "
                      "power states stay as they are",
        .prepare = os_timer_prepare,
        .operate = os_timer_operate,
        .latency_ns = os_timer_latency_ns,
        .hurry = os_timer_hurry,
    },
    {
        .name = "wake",
        .operation = "pauses an interval, then wakes a sleeping thread by futex; latency when "
                     "closed is from the call until that thread runs",
        .comparable = "schbench and perf bench futex wake in part: they wake many",
        .prepare = os_wake_prepare,
        .operate = os_wake_operate,
        .latency_ns = os_wake_latency_ns,
        .hurry = os_wake_hurry,
        .finish = os_wake_finish,
    },
    {
        .name = "trap",
        .operation = "100 cpuid instructions, each of which leaves a guest under hardware "
                     "virtualization",
        .comparable = "the same natively; cpuid of kvm-unit-tests' vmexit, which tells of one",
        .prepare = os_trap_prepare,
        .operate = os_trap_operate,
    },
};

// Choices in the order of os.h's and cpu_pair.h's enums.
static const struct workload_option options[] = {
    {
        .name = "by",
        .kind = WORKLOAD_OPTION_CHOICE,
        .fallback = "process",
        .choices = "process|thread",
        .help = "switch: what the partner is",
    },
    {
        .name = "place",
        .kind = WORKLOAD_OPTION_CHOICE,
        .fallback = "auto",
        .choices = "auto|any|same|other",
        .help = "switch, wake: on which CPU the partner is, from the thread's view; auto is any "
                "for switch and other for wake",
    },
    {
        .name = "call",
        .kind = WORKLOAD_OPTION_CHOICE,
        .fallback = "fork",
        .choices = "fork|vfork",
        .help = "fork: how the process is created",
    },
    {
        .name = "kind",
        .kind = WORKLOAD_OPTION_CHOICE,
        .fallback = "mutex",
        .choices = "mutex|spin|ticket",
        .help = "lock: a mutex that sleeps, or a lock that spins, fair (ticket) or not",
    },
    {
        .name = "interval",
        .kind = WORKLOAD_OPTION_DURATION,
        .fallback = "1ms",
        .min = 10000,
        .max = 1000000000,
        .help = "timer, wake: distance of wake-ups in a closed load; a paced one has its pace",
    },
    {
        .name = "policy",
        .kind = WORKLOAD_OPTION_CHOICE,
        .fallback = "other",
        .choices = "other|fifo",
        .help = "timer: the sleeper's scheduling policy",
    },
    {
        .name = "priority",
        .kind = WORKLOAD_OPTION_COUNT,
        .fallback = "80",
        .min = 1,
        .max = 99,
        .help = "timer: of policy=fifo",
    },
};

const struct workload workload_os = {
    .name = "os",
    .help = "asks the guest's kernel for system calls, switches, processes, locks and wake-ups",
    .variants = variants,
    .variant_count = sizeof variants / sizeof variants[0],
    .options = options,
    .option_count = sizeof options / sizeof options[0],
};
