// SPDX-License-Identifier: GPL-3.0-or-later
// The signal flag. An eventfd stands beside it, because a signal between a look at the flag and
// poll(2) would else be slept over.
#include "common/base/interrupt.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "common/base/err.h"

static volatile sig_atomic_t pending;
static volatile sig_atomic_t wake_fd = -1;
static volatile sig_atomic_t second_ends;
static volatile sig_atomic_t first_ms;

// timeout(1) and terminals that close send a signal to a process and to its group: one wish.
enum { ONE_WISH_MS = 200, WRAP_S = 1000000 };

static sig_atomic_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (sig_atomic_t)(now.tv_sec % WRAP_S * 1000 + now.tv_nsec / 1000000);
}

static bool is_second(void)
{
    sig_atomic_t passed_ms = now_ms() - first_ms;
    return pending && (passed_ms >= ONE_WISH_MS || passed_ms < 0);
}

static void on_signal(int signal_number)
{
    int saved_errno = errno;
    if (second_ends && is_second()) { // comes through when this returns
        signal(signal_number, SIG_DFL);
        raise(signal_number);
    }
    if (!pending)
        first_ms = now_ms();
    pending = 1;
    uint64_t one = 1;
    ssize_t written = write(wake_fd, &one, sizeof(one));
    (void)written;
    errno = saved_errno;
}

static int handle(int signal_number, void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    return sigaction(signal_number, &action, NULL) < 0 ? -errno : 0;
}

// Who started us under nohup wants SIGHUP ignored, and it stays so.
static int handle_hangup(void)
{
    struct sigaction before;
    if (sigaction(SIGHUP, NULL, &before) < 0)
        return -errno;
    return before.sa_handler == SIG_IGN ? 0 : handle(SIGHUP, on_signal);
}

int interrupt_install(struct err *err)
{
    if (wake_fd >= 0)
        return 0;
    int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (fd < 0)
        return err_system(err, errno, "eventfd");
    wake_fd = fd;
    int failed = handle(SIGINT, on_signal);
    if (!failed)
        failed = handle(SIGTERM, on_signal);
    if (!failed)
        failed = handle_hangup();
    if (!failed)
        failed = handle(SIGPIPE, SIG_IGN);
    return failed ? err_system(err, -failed, "sigaction") : 0;
}

void interrupt_second_ends(bool ends)
{
    second_ends = ends;
}

bool interrupt_pending(void)
{
    return pending != 0;
}

int interrupt_fd(void)
{
    return wake_fd;
}

void interrupt_clear(void)
{
    uint64_t count;
    ssize_t drained = wake_fd >= 0 ? read(wake_fd, &count, sizeof(count)) : 0;
    (void)drained;
    pending = 0;
}
