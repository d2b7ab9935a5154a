// SPDX-License-Identifier: GPL-3.0-or-later
// A thread that waits for the end or for a second, whichever is first; it tells the time left each
// further second.
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
    double seconds; // that it takes at most; 0 not known
    pthread_t thread;
    pthread_mutex_t lock; // over is_done
    pthread_cond_t done;
    bool is_done;
    bool is_line_open; // of the thread, and after its end
};

// True at the end; false after the time.
static bool wait_until(struct patience *patience, const struct timespec *until)
{
    pthread_mutex_lock(&patience->lock);
    int result = 0;
    while (!patience->is_done && result != ETIMEDOUT)
        result = pthread_cond_timedwait(&patience->done, &patience->lock, until);
    bool is_done = patience->is_done;
    pthread_mutex_unlock(&patience->lock);
    return is_done;
}

// What is left of the time, where there is one: " 7 s left"; past it, the search is being ended.
static void tell(struct patience *patience, unsigned passed_s)
{
    if (!patience->is_line_open) {
        fprintf(stderr, "fullhouse: %s ...\n", patience->words);
        return;
    }
    fprintf(stderr, "\r\033[Kfullhouse: %s ...", patience->words);
    double left_s = patience->seconds - passed_s;
    if (patience->seconds > 0 && left_s > 0)
        fprintf(stderr, " %.0f s left", left_s);
}

static void *wait_and_tell(void *context)
{
    struct patience *patience = context;
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    for (unsigned passed_s = 1;; passed_s++) {
        until.tv_sec++;
        if (wait_until(patience, &until))
            return NULL;
        if (passed_s == 1)
            patience->is_line_open = isatty(STDERR_FILENO);
        if (passed_s == 1 || (patience->is_line_open && patience->seconds > 0))
            tell(patience, passed_s);
    }
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
    return patience_begin_within(words, 0);
}

struct patience *patience_begin_within(const char *words, double seconds)
{
    struct patience *patience = alloc_zeroed(1, sizeof *patience);
    patience->words = words;
    patience->seconds = seconds;
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
