// SPDX-License-Identifier: GPL-3.0-or-later
// Threads over a shared counter. Knows nothing of plans.
#include "common/base/parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

struct shared_work {
    parallel_job *job;
    void *context;
    size_t count;
    atomic_size_t next;
};

struct worker_thread {
    pthread_t thread;
    unsigned worker;
    struct shared_work *work;
};

unsigned parallel_cpus(void)
{
    long online = sysconf(_SC_NPROCESSORS_ONLN);

    return online > 1 ? (unsigned)online : 1;
}

static void take_indices(struct shared_work *work, unsigned worker)
{
    for (size_t index; (index = atomic_fetch_add(&work->next, 1)) < work->count;)
        work->job(index, worker, work->context);
}

static void *run_thread(void *argument)
{
    struct worker_thread *thread = argument;

    take_indices(thread->work, thread->worker);
    return NULL;
}

void parallel_for(unsigned workers, size_t count, parallel_job *job, void *context)
{
    struct shared_work work = {.job = job, .context = context, .count = count};
    unsigned wanted = workers > count ? (unsigned)count : workers;
    scope_free struct worker_thread *threads = alloc_zeroed(wanted + 1, sizeof *threads);
    unsigned started = 1;

    for (; started < wanted; started++) {
        threads[started] = (struct worker_thread){.worker = started, .work = &work};
        if (pthread_create(&threads[started].thread, NULL, run_thread, &threads[started]))
            break;
    }
    take_indices(&work, 0);
    for (unsigned i = 1; i < started; i++)
        pthread_join(threads[i].thread, NULL);
}
