// SPDX-License-Identifier: GPL-3.0-or-later
// Threads over a shared counter. Knows nothing of guests.
#include "bench/workers.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"

struct workers {
    worker_job job;
    void *context;
    uint32_t count;
    atomic_uint_fast64_t next;
    atomic_uint ended;
    uint32_t thread_count;
    pthread_t *threads;
};

static void *work(void *argument)
{
    struct workers *workers = argument;
    for (;;) {
        uint64_t index = atomic_fetch_add(&workers->next, 1);
        if (index >= workers->count)
            break;
        workers->job((uint32_t)index, workers->context);
    }
    atomic_fetch_add(&workers->ended, 1);
    return NULL;
}

int workers_start(uint32_t threads, uint32_t count, worker_job job, void *context,
                  struct workers **ret_workers, struct err *err)
{
    struct workers *workers = alloc_zeroed(1, sizeof *workers);
    *workers = (struct workers){.job = job, .context = context, .count = count};
    uint32_t wanted = threads < count ? threads : count;
    workers->threads = alloc_zeroed(wanted, sizeof *workers->threads);
    int code = 0;
    while (workers->thread_count < wanted && !code) {
        code = pthread_create(&workers->threads[workers->thread_count], NULL, work, workers);
        workers->thread_count += !code;
    }
    // Fewer threads than wanted still do all the work; none do not.
    if (workers->thread_count == 0 && wanted > 0) {
        workers_join(workers);
        return err_system(err, code, "thread");
    }
    *ret_workers = workers;
    return 0;
}

void workers_cancel(struct workers *workers)
{
    atomic_store(&workers->next, UINT32_MAX);
}

bool workers_finished(const struct workers *workers)
{
    return atomic_load(&workers->ended) == workers->thread_count;
}

void workers_join(struct workers *workers)
{
    if (!workers)
        return;
    for (uint32_t i = 0; i < workers->thread_count; i++)
        pthread_join(workers->threads[i], NULL);
    free(workers->threads);
    free(workers);
}
