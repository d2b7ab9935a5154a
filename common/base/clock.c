// SPDX-License-Identifier: GPL-3.0-or-later
// The clocks this project reads. A clock that cannot be read does not exist on Linux, so no
// function here fails.
#include "common/base/clock.h"

#include <errno.h>
#include <limits.h>
#include <time.h>

static uint64_t read_ns(clockid_t clock)
{
    struct timespec now = {0};
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * CLOCK_NS_PER_SECOND + (uint64_t)now.tv_nsec;
}

uint64_t clock_monotonic_ns(void)
{
    return read_ns(CLOCK_MONOTONIC);
}

int64_t clock_realtime_ns(void)
{
    return (int64_t)read_ns(CLOCK_REALTIME);
}

uint64_t clock_process_cpu_ns(void)
{
    return read_ns(CLOCK_PROCESS_CPUTIME_ID);
}

uint64_t clock_thread_cpu_ns(void)
{
    return read_ns(CLOCK_THREAD_CPUTIME_ID);
}

void clock_sleep_until_ns(uint64_t monotonic_ns)
{
    struct timespec due = {
        .tv_sec = (time_t)(monotonic_ns / CLOCK_NS_PER_SECOND),
        .tv_nsec = (long)(monotonic_ns % CLOCK_NS_PER_SECOND),
    };
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL) == EINTR)
        ;
}

int clock_poll_timeout_ms(uint64_t deadline_ns)
{
    uint64_t now = clock_monotonic_ns();
    if (deadline_ns <= now)
        return 0;
    // Rounded up: rounded down, a caller would spin through the last millisecond.
    uint64_t left_ns = deadline_ns - now;
    uint64_t left_ms = left_ns / CLOCK_NS_PER_MS + (left_ns % CLOCK_NS_PER_MS != 0);
    return left_ms > INT_MAX ? INT_MAX : (int)left_ms;
}

char *clock_format_utc(char buffer[CLOCK_TEXT_SIZE], int64_t realtime_ns)
{
    int64_t per_second = (int64_t)CLOCK_NS_PER_SECOND;
    // Towards the past, also before 1970.
    time_t seconds = realtime_ns / per_second - (realtime_ns % per_second < 0);
    struct tm parts;
    gmtime_r(&seconds, &parts);
    strftime(buffer, CLOCK_TEXT_SIZE, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return buffer;
}
