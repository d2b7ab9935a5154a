// SPDX-License-Identifier: GPL-3.0-or-later
// Creation of a process: fork or vfork, a child that ends at once, and the wait for it.
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/err.h"
#include "workloads/linux/os.h"
#include "workloads/linux/place.h"
#include "workloads/linux/settings.h"

struct fork_state {
    enum os_call call;
    int count;
    struct err *err;
};

// With SIGCHLD ignored, as process 1 may have it, the kernel would forget what a child ended with.
int os_fork_prepare(void *state_, const struct workload_place *place)
{
    struct fork_state *state = state_;
    struct sigaction action;

    *state = (struct fork_state){
        .call = (enum os_call)settings_number(place->home->settings, "call"),
        .err = place->home->err,
    };
    if (sigaction(SIGCHLD, NULL, &action) == 0 && action.sa_handler == SIG_IGN)
        signal(SIGCHLD, SIG_DFL);
    return 0;
}

// vfork's child borrows this frame, and must leave it as it was.
static pid_t begin(enum os_call call, int word)
{
    pid_t child = call == OS_CALL_VFORK ? vfork() : fork();

    if (child == 0)
        _exit(word);
    return child;
}

int os_fork_operate(void *state_)
{
    struct fork_state *state = state_;
    int word = state->count++ & 0x7f;
    pid_t child = begin(state->call, word);
    int status;

    if (child < 0)
        return err_system(state->err, errno, "creating a process");
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return err_system(state->err, errno, "waiting for a process");
    return WIFEXITED(status) && WEXITSTATUS(status) == word ? 0 : -EIO;
}
