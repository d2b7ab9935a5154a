// SPDX-License-Identifier: GPL-3.0-or-later
// The operating system's services as variants, a file each; workload_os.c has their records.
// Private to them.
#ifndef FULLHOUSE_WORKLOADS_LINUX_OS_H
#define FULLHOUSE_WORKLOADS_LINUX_OS_H

#include <stddef.h>
#include <stdint.h>

#include "workloads/core/workload.h"

struct home_place;
struct rhythm;

enum {
    OS_SYSCALLS = 1000,  // of one operation
    OS_TRAPS = 100,      // of one operation
    OS_LOCK_ROUNDS = 32, // of work while the lock is held
    OS_LOCK_SHARED_BYTES = 576,
};

// In the order of the options' choices (workload_os.c).
enum os_by { OS_BY_PROCESS, OS_BY_THREAD };
enum os_call { OS_CALL_FORK, OS_CALL_VFORK };
enum os_lock { OS_LOCK_MUTEX, OS_LOCK_SPIN, OS_LOCK_TICKET };
enum os_policy { OS_POLICY_OTHER, OS_POLICY_FIFO };

int os_syscall_prepare(void *state, const struct workload_place *place);
int os_syscall_operate(void *state);

int os_trap_prepare(void *state, const struct workload_place *place);
int os_trap_operate(void *state);

int os_switch_prepare(void *state, const struct workload_place *place);
int os_switch_operate(void *state);
void os_switch_finish(void *state);

int os_fork_prepare(void *state, const struct workload_place *place);
int os_fork_operate(void *state);

int os_thread_prepare(void *state, const struct workload_place *place);
int os_thread_operate(void *state);

int os_lock_prepare(void *state, const struct workload_place *place);
int os_lock_operate(void *state);

// How timer and wake sleep between their wake-ups.
void os_rhythm_init(struct rhythm *rhythm, const struct home_place *home);

int os_timer_prepare(void *state, const struct workload_place *place);
int os_timer_operate(void *state);
uint64_t os_timer_latency_ns(const void *state);
void os_timer_hurry(void *state);

int os_wake_prepare(void *state, const struct workload_place *place);
int os_wake_operate(void *state);
uint64_t os_wake_latency_ns(const void *state);
void os_wake_hurry(void *state);
void os_wake_finish(void *state);

#endif
