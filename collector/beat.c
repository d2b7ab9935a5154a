// SPDX-License-Identifier: GPL-3.0-or-later
// timerfd(2) keeps the times and counts what was missed.
#include "collector/beat.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"

static struct timespec time_of(uint64_t ns)
{
    return (struct timespec){
        .tv_sec = (time_t)(ns / CLOCK_NS_PER_SECOND),
        .tv_nsec = (long)(ns % CLOCK_NS_PER_SECOND),
    };
}

int beat_open(struct beat *beat, uint64_t interval_ns, struct err *err)
{
    const struct itimerspec times = {
        .it_value = time_of(clock_monotonic_ns() + interval_ns),
        .it_interval = time_of(interval_ns),
    };
    int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (fd < 0)
        return err_system(err, errno, "timerfd_create");
    if (timerfd_settime(fd, TFD_TIMER_ABSTIME, &times, NULL) < 0) {
        int code = errno;
        close(fd);
        return err_system(err, code, "timerfd_settime");
    }
    *beat = (struct beat){.timer_fd = fd, .interval_ns = interval_ns};
    return 0;
}

void beat_close(struct beat *beat)
{
    if (beat->timer_fd >= 0)
        close(beat->timer_fd);
    beat->timer_fd = -1;
}

// True when a beat has come.
static bool take(struct beat *beat)
{
    uint64_t count;
    if (read(beat->timer_fd, &count, sizeof count) != sizeof count)
        return false;
    beat->missed += count - 1;
    return true;
}

static bool is_past(uint64_t deadline_ns)
{
    return deadline_ns && clock_monotonic_ns() >= deadline_ns;
}

int beat_wait(struct beat *beat, uint64_t deadline_ns, struct err *err)
{
    struct pollfd events[] = {
        {.fd = beat->timer_fd, .events = POLLIN},
        {.fd = interrupt_fd(), .events = POLLIN},
    };
    while (!interrupt_pending() && !is_past(deadline_ns)) {
        int timeout_ms = deadline_ns ? clock_poll_timeout_ms(deadline_ns) : -1;
        if (poll(events, 2, timeout_ms) < 0 && errno != EINTR)
            return err_system(err, errno, "poll");
        if (take(beat))
            return 1;
    }
    return 0;
}
