// SPDX-License-Identifier: GPL-3.0-or-later
// Clocks: forward, in their units, and deadlines that signals do not shorten.
#include "common/base/clock.h"

#include <criterion/criterion.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <sys/time.h>
#include <time.h>

Test(base_clock, never_steps_back)
{
    uint64_t before = clock_monotonic_ns();
    for (int i = 0; i < 10000; i++) {
        uint64_t now = clock_monotonic_ns();
        cr_assert_geq(now, before);
        before = now;
    }
}

Test(base_clock, tells_the_same_time_as_time)
{
    int64_t seconds = clock_realtime_ns() / (int64_t)CLOCK_NS_PER_SECOND;
    int64_t expected = (int64_t)time(NULL);
    cr_assert(expected - seconds <= 1 && seconds - expected <= 1);
}

Test(base_clock, counts_cpu_time_of_work_only)
{
    uint64_t cpu_before = clock_process_cpu_ns();
    uint64_t start = clock_monotonic_ns();
    clock_sleep_until_ns(start + 50 * CLOCK_NS_PER_MS);
    cr_assert_geq(clock_monotonic_ns(), start + 50 * CLOCK_NS_PER_MS);
    cr_assert_lt(clock_process_cpu_ns() - cpu_before, 40 * CLOCK_NS_PER_MS);
}

Test(base_clock, does_not_sleep_for_the_past)
{
    uint64_t start = clock_monotonic_ns();
    clock_sleep_until_ns(0);
    clock_sleep_until_ns(start - 1);
    cr_assert_lt(clock_monotonic_ns() - start, CLOCK_NS_PER_SECOND);
}

static volatile sig_atomic_t alarms;

static void on_alarm(int signal_number)
{
    (void)signal_number;
    alarms = alarms + 1;
}

Test(base_clock, sleeps_through_signals)
{
    struct sigaction action = {.sa_handler = on_alarm};
    struct itimerval timer = {.it_value = {.tv_usec = 5000}, .it_interval = {.tv_usec = 5000}};
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &timer, NULL);
    uint64_t due = clock_monotonic_ns() + 60 * CLOCK_NS_PER_MS;
    clock_sleep_until_ns(due);
    cr_assert_geq(clock_monotonic_ns(), due);
    cr_assert_gt(alarms, 0);
}

Test(base_clock, rounds_a_poll_timeout_up)
{
    uint64_t now = clock_monotonic_ns();
    cr_assert_eq(clock_poll_timeout_ms(0), 0);
    cr_assert_eq(clock_poll_timeout_ms(now), 0);
    int timeout_ms = clock_poll_timeout_ms(now + 10 * CLOCK_NS_PER_SECOND + 1);
    cr_assert(timeout_ms > 9000 && timeout_ms <= 10001, "%d", timeout_ms);
    // However little is left, poll must wait rather than spin.
    cr_assert_geq(clock_poll_timeout_ms(clock_monotonic_ns() + CLOCK_NS_PER_SECOND / 2), 1);
}

Test(base_clock, bounds_a_poll_timeout)
{
    cr_assert_eq(clock_poll_timeout_ms(UINT64_MAX), INT_MAX);
}

Test(base_clock, formats_utc)
{
    char text[CLOCK_TEXT_SIZE];
    cr_assert_str_eq(clock_format_utc(text, 0), "1970-01-01T00:00:00Z");
    cr_assert_str_eq(clock_format_utc(text, INT64_C(951782400000000000)), "2000-02-29T00:00:00Z");
    cr_assert_str_eq(clock_format_utc(text, INT64_C(1999999999)), "1970-01-01T00:00:01Z");
    cr_assert_str_eq(clock_format_utc(text, -1), "1969-12-31T23:59:59Z");
    cr_assert_str_eq(clock_format_utc(text, INT64_MAX), "2262-04-11T23:47:16Z");
    cr_assert_str_eq(clock_format_utc(text, INT64_MIN), "1677-09-21T00:12:43Z");
}
