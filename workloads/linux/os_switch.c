// SPDX-License-Identifier: GPL-3.0-or-later
// Context switches: a worker and its partner, a process or a thread, wake each other through two
// pipes, as perf bench sched pipe does.
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/err.h"
#include "workloads/linux/cpu_pair.h"
#include "workloads/linux/os.h"
#include "workloads/linux/place.h"
#include "workloads/linux/settings.h"

struct switch_state {
    int there[2], back[2]; // pipes; -1 closed
    uint32_t count;        // of round trips
    struct cpu_pair pair;
    enum os_by by;
    pthread_t thread;
    pid_t process;
};

_Static_assert(sizeof(struct switch_state) <= WORKLOAD_STATE_BYTES, "too large a state");

static void close_end(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void close_all(struct switch_state *state)
{
    for (int i = 0; i < 2; i++) {
        close_end(&state->there[i]);
        close_end(&state->back[i]);
    }
}

// Answers each number with the next one, until the pipe ends.
static void answer(int from, int to)
{
    uint32_t count;

    while (read(from, &count, sizeof count) == sizeof count) {
        count++;
        if (write(to, &count, sizeof count) != sizeof count)
            return;
    }
}

static void *thread_main(void *state_)
{
    struct switch_state *state = state_;

    cpu_pair_stand(state->pair.partner);
    answer(state->there[0], state->back[1]);
    return NULL;
}

// A copy of an agent with many threads: nothing but system calls from here on. It must not keep the
// agent's other descriptors open, and not outlive its worker.
static _Noreturn void process_main(struct switch_state *state, pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    if (dup2(state->there[0], 0) < 0 || dup2(state->back[1], 1) < 0)
        _exit(1);
    syscall(SYS_close_range, 2U, ~0U, 0U);
    cpu_pair_stand(state->pair.partner);
    answer(0, 1);
    _exit(0);
}

static int start_process(struct switch_state *state, struct err *err)
{
    pid_t parent = getpid();

    state->process = fork();
    if (state->process < 0)
        return err_system(err, errno, "starting a partner");
    if (state->process == 0)
        process_main(state, parent);
    // Should the partner die, its pipe must end.
    close_end(&state->there[0]);
    close_end(&state->back[1]);
    return 0;
}

static int start_thread(struct switch_state *state, struct err *err)
{
    int code = pthread_create(&state->thread, NULL, thread_main, state);

    return code ? err_system(err, code, "starting a partner") : 0;
}

static void ignore_broken_pipes(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
}

static int start(struct switch_state *state, struct err *err)
{
    int rc;

    if (pipe2(state->there, O_CLOEXEC) < 0 || pipe2(state->back, O_CLOEXEC) < 0)
        return err_system(err, errno, "making two pipes");
    rc = cpu_pair_stand(state->pair.own);
    if (rc < 0)
        return err_system(err, -rc, "binding to CPU %d", state->pair.own);
    return state->by == OS_BY_PROCESS ? start_process(state, err) : start_thread(state, err);
}

int os_switch_prepare(void *state_, const struct workload_place *place)
{
    const struct home_place *home = place->home;
    struct switch_state *state = state_;
    int rc;

    *state = (struct switch_state){
        .there = {-1, -1},
        .back = {-1, -1},
        .by = (enum os_by)settings_number(home->settings, "by"),
    };
    ignore_broken_pipes();
    rc = cpu_pair_choose(home, CPU_PLACE_ANY, &state->pair);
    if (rc == 0)
        rc = start(state, home->err);
    if (rc < 0)
        close_all(state);
    return rc;
}

int os_switch_operate(void *state_)
{
    struct switch_state *state = state_;
    uint32_t answered;

    if (write(state->there[1], &state->count, sizeof state->count) != sizeof state->count ||
        read(state->back[0], &answered, sizeof answered) != sizeof answered)
        return -EPIPE;
    return answered == ++state->count ? 0 : -EIO;
}

void os_switch_finish(void *state_)
{
    struct switch_state *state = state_;

    close_end(&state->there[1]); // the partner reads its end
    if (state->by == OS_BY_PROCESS)
        while (waitpid(state->process, NULL, 0) < 0 && errno == EINTR)
            ;
    else
        pthread_join(state->thread, NULL);
    close_all(state);
}
