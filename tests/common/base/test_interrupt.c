// SPDX-License-Identifier: GPL-3.0-or-later
// The signal flag: every signal we take sets it and wakes a poll, and SIGPIPE does no harm.
#include "common/base/interrupt.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "common/base/err.h"

static bool is_awake(void)
{
    struct pollfd event = {.fd = interrupt_fd(), .events = POLLIN};
    return poll(&event, 1, 0) == 1;
}

Test(base_interrupt, is_silent_before_it_is_installed)
{
    cr_assert_not(interrupt_pending());
    cr_assert_eq(interrupt_fd(), -1);
    interrupt_clear();
}

Test(base_interrupt, is_set_by_each_signal)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    signal(SIGHUP, SIG_DFL);
    cr_assert_eq(interrupt_install(NULL), 0);
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        cr_assert_not(interrupt_pending());
        cr_assert_not(is_awake());
        raise(signals[i]);
        raise(signals[i]);
        cr_assert(interrupt_pending());
        cr_assert(is_awake());
        interrupt_clear();
    }
}

Test(base_interrupt, a_second_ends_where_that_was_said, .signal = SIGINT)
{
    cr_assert_eq(interrupt_install(NULL), 0);
    interrupt_second_ends(true);
    raise(SIGINT);
    raise(SIGINT); // sent to the process and to its group
    cr_assert(interrupt_pending());
    usleep(250000);
    interrupt_second_ends(false);
    raise(SIGINT);
    interrupt_second_ends(true);
    raise(SIGINT);
    cr_assert_fail("still here");
}

Test(base_interrupt, installs_once)
{
    struct err err = {0};
    cr_assert_eq(interrupt_install(&err), 0);
    int fd = interrupt_fd();
    cr_assert_eq(interrupt_install(&err), 0);
    cr_assert_eq(interrupt_fd(), fd);
    cr_assert_eq(err.kind, ERR_NONE);
}

Test(base_interrupt, ends_a_poll_that_waits)
{
    cr_assert_eq(interrupt_install(NULL), 0);
    struct pollfd event = {.fd = interrupt_fd(), .events = POLLIN};
    alarm(20); // ends a test that hangs
    pid_t self = getpid();
    pid_t child = fork();
    if (child == 0) {
        kill(self, SIGTERM);
        _exit(0);
    }
    int ready = poll(&event, 1, -1);
    cr_assert(ready == 1 || (ready < 0 && errno == EINTR));
    cr_assert(interrupt_pending());
}

Test(base_interrupt, leaves_nohup_alone)
{
    signal(SIGHUP, SIG_IGN);
    cr_assert_eq(interrupt_install(NULL), 0);
    raise(SIGHUP);
    cr_assert_not(interrupt_pending());
}

Test(base_interrupt, survives_a_broken_pipe)
{
    int ends[2];
    cr_assert_eq(interrupt_install(NULL), 0);
    cr_assert_eq(pipe(ends), 0);
    close(ends[0]);
    cr_assert_eq(write(ends[1], "x", 1), -1);
    cr_assert_eq(errno, EPIPE);
    close(ends[1]);
}

Test(base_interrupt, keeps_errno)
{
    cr_assert_eq(interrupt_install(NULL), 0);
    errno = ENOSPC;
    raise(SIGINT);
    cr_assert_eq(errno, ENOSPC);
}
