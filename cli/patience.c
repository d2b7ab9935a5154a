// SPDX-License-Identifier: GPL-3.0-or-later
// A thread that waits for the end or for a second, whichever is first.
#include "cli/patience.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "common/base/alloc.h"

struct patience {
    const char *words;
    pthread_t thread;
    pthread_mutex_t lock; // over is_done
    pthread_cond_t done;
    bool is_done;
    bool is_line_open; // of the thread, and after its end
};

static void *wait_and_tell(void *context)
{
    struct patience *patience = context;
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec++;
    pthread_mutex_lock(&patience->lock);
    int result = 0;
    while (!patience->is_done && result != ETIMEDOUT)
        result = pthread_cond_timedwait(&patience->done, &patience->lock, &until);
    bool is_late = !patience->is_done;
    pthread_mutex_unlock(&patience->lock);
    if (!is_late)
        return NULL;
    patience->is_line_open = isatty(STDERR_FILENO);
    fprintf(stderr, "fullhouse: %s ...%s", patience->words, patience->is_line_open ? "" : "\n");
    return NULL;
}

static void init_condition(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
}

static void free_patience(struct patience *patience)
{
    pthread_cond_destroy(&patience->done);
    pthread_mutex_destroy(&patience->lock);
    free(patience);
}

struct patience *patience_begin(const char *words)
{
    struct patience *patience = alloc_zeroed(1, sizeof *patience);
    patience->words = words;
    pthread_mutex_init(&patience->lock, NULL);
    init_condition(&patience->done);
    if (pthread_create(&patience->thread, NULL, wait_and_tell, patience) == 0)
        return patience;
    free_patience(patience);
    return NULL;
}

void patience_end(struct patience *patience)
{
    if (!patience)
        return;
    pthread_mutex_lock(&patience->lock);
    patience->is_done = true;
    pthread_cond_signal(&patience->done);
    pthread_mutex_unlock(&patience->lock);
    pthread_join(patience->thread, NULL);
    if (patience->is_line_open)
        fputs("\r\033[K", stderr);
    free_patience(patience);
}
