// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done to a guest that is a process: it stands still and goes on.
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/wait.h>

#include "bench/platform_verbs.h"
#include "bench/process_platform.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"

static const char *process_lacks(const struct platform *platform, enum lifecycle_verb verb)
{
    (void)platform;
    return verb == LIFECYCLE_PAUSE || verb == LIFECYCLE_RESUME
               ? NULL
               : "a process of the host is no machine: it can be stopped and continued, no more";
}

// A signal is delivered when its sender returns; that all threads stand still takes longer.
static int wait_until_stopped(pid_t pid, struct err *err)
{
    siginfo_t what;
    int result;
    do
        result = waitid(P_PID, (id_t)pid, &what, WSTOPPED | WEXITED | WNOWAIT);
    while (result < 0 && errno == EINTR && !interrupt_pending());
    if (result < 0)
        return err_system(err, errno, "waiting for process %d to stop", (int)pid);
    return what.si_code == CLD_STOPPED ? 0 : err_system(err, ESRCH, "process %d", (int)pid);
}

static int process_perform(struct platform *platform, struct platform_guest *guest,
                           enum lifecycle_verb verb, struct err *err)
{
    (void)platform;
    bool pauses = verb == LIFECYCLE_PAUSE;
    if (kill(guest->pid, pauses ? SIGSTOP : SIGCONT) < 0)
        return err_system(err, errno, "process %d", (int)guest->pid);
    return pauses ? wait_until_stopped(guest->pid, err) : 0;
}

const struct platform_verbs process_platform_verbs = {
    .lacks = process_lacks,
    .perform = process_perform,
};
