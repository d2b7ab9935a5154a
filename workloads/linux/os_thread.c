// SPDX-License-Identifier: GPL-3.0-or-later
// Creation of a thread that returns at once, and the wait for it.
#include <pthread.h>

#include <errno.h>

#include "common/base/err.h"
#include "workloads/linux/os.h"
#include "workloads/linux/place.h"

struct thread_state {
    uintptr_t count;
    struct err *err;
};

int os_thread_prepare(void *state_, const struct workload_place *place)
{
    *(struct thread_state *)state_ = (struct thread_state){.err = place->home->err};
    return 0;
}

static void *thread_main(void *count)
{
    return (void *)~(uintptr_t)count;
}

int os_thread_operate(void *state_)
{
    struct thread_state *state = state_;
    uintptr_t count = ++state->count;
    pthread_t thread;
    void *answer;
    int code = pthread_create(&thread, NULL, thread_main, (void *)count);

    if (code == 0)
        code = pthread_join(thread, &answer);
    if (code)
        return err_system(state->err, code, "creating a thread");
    return (uintptr_t)answer == ~count ? 0 : -EIO;
}
