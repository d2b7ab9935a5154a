// SPDX-License-Identifier: GPL-3.0-or-later
// A thread for each writing, a minute apart.
#include "collector/collect_writer.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/telemetry.h"
#include "common/store/store.h"

// Points kept while the store refuses them: 128 MiB of them.
enum { POINTS_MAX = 8 << 20 };

struct collect_writer {
    struct store *store;
    int64_t run_id, step_id;
    // The thread's while is_running, else main's.
    struct telemetry batch;
    char **events;
    size_t event_count;
    struct step_record step; // of its own only the numbers; texts are borrowed constants
    int64_t keep_ns;
    struct err err; // of the last writing
    pthread_t thread;
    bool is_running;  // main alone
    bool is_finished; // atomic: the thread is about to end
    uint64_t lost;    // points
    char **news;      // events that came while the thread had the others
    size_t news_count;
};

struct collect_writer *collect_writer_new(struct store *store, int64_t run_id, int64_t step_id)
{
    struct collect_writer *writer = alloc_zeroed(1, sizeof *writer);
    *writer = (struct collect_writer){.store = store, .run_id = run_id, .step_id = step_id};
    return writer;
}

// --- the thread ---------------------------------------------------------------------------------

static int write_events(struct collect_writer *writer)
{
    size_t done = 0;
    int result = 0;
    while (result == 0 && done < writer->event_count) {
        result = store_add_event(writer->store, writer->run_id, writer->events[done], &writer->err);
        done += result == 0;
    }
    for (size_t i = 0; i < done; i++)
        free(writer->events[i]);
    for (size_t i = done; i < writer->event_count; i++)
        writer->events[i - done] = writer->events[i];
    writer->event_count -= done;
    return result;
}

static int write_all(struct collect_writer *writer)
{
    int result =
        store_append_telemetry(writer->store, writer->step_id, &writer->batch, &writer->err);
    if (result == 0)
        telemetry_done(&writer->batch);
    if (result == 0)
        result = store_update_step(writer->store, &writer->step, &writer->err);
    if (result == 0)
        result = write_events(writer);
    if (result == 0 && writer->keep_ns > 0)
        result = store_trim_telemetry(writer->store, writer->step_id,
                                      clock_realtime_ns() - writer->keep_ns, &writer->err);
    return result;
}

static void *run(void *context)
{
    struct collect_writer *writer = context;
    write_all(writer);
    __atomic_store_n(&writer->is_finished, true, __ATOMIC_RELEASE);
    return NULL;
}

// --- main ---------------------------------------------------------------------------------------

static void join(struct collect_writer *writer)
{
    if (writer->is_running)
        pthread_join(writer->thread, NULL);
    writer->is_running = false;
}

static bool is_busy(struct collect_writer *writer)
{
    if (writer->is_running && __atomic_load_n(&writer->is_finished, __ATOMIC_ACQUIRE))
        join(writer);
    return writer->is_running;
}

void collect_writer_add_event(struct collect_writer *writer, const char *text)
{
    writer->news = alloc_resized(writer->news, writer->news_count + 1, sizeof *writer->news);
    writer->news[writer->news_count++] = alloc_copy(text);
}

static void take_news(struct collect_writer *writer)
{
    writer->events = alloc_resized(writer->events, writer->event_count + writer->news_count + 1,
                                   sizeof *writer->events);
    for (size_t i = 0; i < writer->news_count; i++)
        writer->events[writer->event_count++] = writer->news[i];
    writer->news_count = 0;
}

// A store that cannot be written for hours must not eat up the host it watches.
static void forget_too_many(struct collect_writer *writer)
{
    size_t count = telemetry_point_count(&writer->batch);
    if (count <= POINTS_MAX)
        return;
    writer->lost += count;
    telemetry_done(&writer->batch);
}

// Signals are for the thread that waits for them. Where no thread can be had, main writes.
static void start(struct collect_writer *writer)
{
    sigset_t all, before;
    writer->is_finished = false;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    writer->is_running = pthread_create(&writer->thread, NULL, run, writer) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!writer->is_running)
        write_all(writer);
}

bool collect_writer_begin(struct collect_writer *writer, const struct telemetry *telemetry,
                          const struct step_record *step, int64_t keep_ns)
{
    if (is_busy(writer))
        return false;
    err_done(&writer->err);
    forget_too_many(writer);
    telemetry_add_all(&writer->batch, telemetry);
    take_news(writer);
    writer->step = *step;
    writer->step.reason = writer->step.verdict = NULL;
    writer->keep_ns = keep_ns;
    start(writer);
    return true;
}

int collect_writer_finish(struct collect_writer *writer, struct err *err)
{
    join(writer);
    if (writer->err.kind == ERR_NONE)
        return 0;
    int code = -writer->err.code;
    err_move(err, &writer->err);
    return code;
}

const char *collect_writer_trouble(struct collect_writer *writer)
{
    return is_busy(writer) || writer->err.kind == ERR_NONE ? NULL : err_text(&writer->err);
}

uint64_t collect_writer_lost(struct collect_writer *writer)
{
    return writer->lost;
}

static void free_texts(char **texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(texts[i]);
    free(texts);
}

void collect_writer_free(struct collect_writer *writer)
{
    if (!writer)
        return;
    join(writer);
    err_done(&writer->err);
    telemetry_done(&writer->batch);
    free_texts(writer->events, writer->event_count);
    free_texts(writer->news, writer->news_count);
    free(writer);
}
