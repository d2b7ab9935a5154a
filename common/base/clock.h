// SPDX-License-Identifier: GPL-3.0-or-later
// The clocks this project reads, with the unit in the name.
#ifndef FULLHOUSE_COMMON_BASE_CLOCK_H
#define FULLHOUSE_COMMON_BASE_CLOCK_H

#include <stdint.h>

#define CLOCK_NS_PER_SECOND UINT64_C(1000000000)
#define CLOCK_NS_PER_MS     UINT64_C(1000000)

// CLOCK_MONOTONIC in nanoseconds: durations and deadlines. Never steps.
uint64_t clock_monotonic_ns(void);

// CLOCK_REALTIME in nanoseconds since 1970: time stamps in records only.
int64_t clock_realtime_ns(void);

// CLOCK_PROCESS_CPUTIME_ID in nanoseconds: what this process itself has cost.
uint64_t clock_process_cpu_ns(void);

// CLOCK_THREAD_CPUTIME_ID in nanoseconds: what the calling thread has cost.
uint64_t clock_thread_cpu_ns(void);

// Sleeps until the absolute monotonic time; a signal does not shorten it.
void clock_sleep_until_ns(uint64_t monotonic_ns);

// Milliseconds left until deadline for poll(2), rounded up; 0 when it is past, never negative.
int clock_poll_timeout_ms(uint64_t deadline_ns);

// "2026-11-22T17:26:05Z" for a time since 1970 in nanoseconds.
enum { CLOCK_TEXT_SIZE = 32 };
char *clock_format_utc(char buffer[CLOCK_TEXT_SIZE], int64_t realtime_ns);

#endif
