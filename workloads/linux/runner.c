// SPDX-License-Identifier: GPL-3.0-or-later
// Holds the workers of one load together and sums up their windows.
#include "workloads/linux/runner.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/rng.h"
#include "workloads/core/due_count.h"
#include "workloads/core/workload.h"
#include "workloads/linux/figures.h"
#include "workloads/linux/settings.h"
#include "workloads/linux/steal.h"
#include "workloads/linux/worker.h"
#include "workloads/linux/workload_named.h"
#include "workloads/linux/working_set.h"

struct runner {
    struct worker_common common;
    struct settings settings;
    void *shared; // variant's, or NULL
    char *peer;
    struct figures figures;
    bool paced;
    struct load load; // pacers borrow its trace
    uint64_t window_ns;
    uint64_t steal_ns; // at the end of the window before
    uint32_t thread_count;
    uint32_t running; // threads that were started
    struct worker *workers;
    struct tally_buffer *buffers; // TALLY_BUFFERS a worker
    struct due_count *dues;       // paced: one a worker
};

uint32_t runner_cpus(void)
{
    cpu_set_t set;
    long count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set)
                                                             : sysconf(_SC_NPROCESSORS_ONLN);

    return count < 1 ? 1 : count > WIRE_THREADS_MAX ? WIRE_THREADS_MAX : (uint32_t)count;
}

uint32_t runner_threads(const struct load *load, const struct workload_variant *variant)
{
    uint32_t choice = variant->threads ? variant->threads : runner_cpus();

    return load->threads ? load->threads : choice;
}

// Even streams for content; the odd ones are the pacer's.
static void worker_init(struct runner *runner, uint32_t i, const struct wire_prepare *prepare,
                        uint64_t working_set_bytes)
{
    struct worker *worker = &runner->workers[i];
    struct pacer pacer;

    *worker = (struct worker){
        .common = &runner->common,
        .place = {.seed = rng_derive(prepare->content_seed, UINT64_C(2) * i),
                  .working_set_bytes = working_set_bytes,
                  .home = &worker->home},
        .home = {.settings = &runner->settings,
                 .thread = i,
                 .threads = runner->thread_count,
                 .shared = runner->shared,
                 .peer = runner->peer,
                 .paced = runner->paced,
                 .exec = runner->load.exec,
                 .figures = &runner->figures,
                 .err = &worker->err},
        .hurry_lock = PTHREAD_MUTEX_INITIALIZER,
    };
    if (runner->paced) {
        pacer_init(&pacer, &runner->load, i, runner->thread_count, prepare->seed,
                   prepare->offset_ns);
        due_count_init(&runner->dues[i], &pacer);
    }
    tally_init(&worker->tally, &runner->buffers[(size_t)i * TALLY_BUFFERS]);
    course_init(&worker->course, runner->common.variant, worker->variant_state, &worker->tally,
                runner->paced ? &pacer : NULL);
    worker->course.is_naive = runner->paced && runner->load.counts_from_start;
}

static int start_workers(struct runner *runner, const struct wire_prepare *prepare, struct err *err)
{
    const struct load *load = &prepare->load;
    uint64_t working_set_bytes;
    int rc = working_set_choose(load->working_set_bytes, runner->common.variant->working_set_unit,
                                runner->thread_count, &working_set_bytes, err);

    for (uint32_t i = 0; rc == 0 && i < runner->thread_count; i++)
        worker_init(runner, i, prepare, working_set_bytes);
    while (rc == 0 && runner->running < runner->thread_count) {
        rc = worker_start(&runner->workers[runner->running], err);
        runner->running += rc == 0;
    }
    return rc;
}

// On a cache line of its own.
static void *shared_new(size_t bytes)
{
    size_t whole = (bytes + WORKLOAD_STATE_ALIGN - 1) / WORKLOAD_STATE_ALIGN * WORKLOAD_STATE_ALIGN;
    void *shared = bytes ? aligned_alloc(WORKLOAD_STATE_ALIGN, whole) : NULL;

    return shared ? memset(shared, 0, whole) : NULL;
}

// The workers hold atomics that want their own cache lines.
static struct worker *workers_new(uint32_t count)
{
    struct worker *workers = aligned_alloc(_Alignof(struct worker), count * sizeof *workers);

    for (uint32_t i = 0; workers && i < count; i++)
        workers[i] = (struct worker){0};
    return workers;
}

int runner_new(const struct wire_prepare *prepare, struct runner **ret_runner, struct err *err)
{
    const struct load *load = &prepare->load;
    const struct workload *workload;
    const struct workload_variant *variant;
    struct settings settings = {0};
    struct runner *runner;
    int rc = workload_named(load->workload, load->variant, &workload, &variant, err);

    if (rc == 0 && !variant->operate && load->arrivals != LOAD_CLOSED)
        rc = err_input(err, "%s:%s has no operations that a rate could be of", workload->name,
                       variant->name);
    if (rc == 0)
        rc = settings_read(workload, load->options, &settings, err);
    if (rc == 0)
        rc = settings_check(&settings, variant, err);
    if (rc < 0) {
        settings_done(&settings);
        return rc;
    }
    runner = alloc_zeroed(1, sizeof *runner);
    runner->settings = settings;
    runner->peer = alloc_copy(prepare->peer ? prepare->peer : "");
    figures_init(&runner->figures);
    runner->common.variant = variant;
    runner->shared = shared_new(variant->shared_bytes);
    load_copy(&runner->load, load);
    runner->paced = load->arrivals != LOAD_CLOSED;
    runner->common.event_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    runner->thread_count = runner_threads(load, variant);
    runner->workers = workers_new(runner->thread_count);
    runner->buffers = calloc(runner->thread_count, TALLY_BUFFERS * sizeof *runner->buffers);
    runner->dues = calloc(runner->thread_count, sizeof *runner->dues);
    if (runner->common.event_fd < 0 || (variant->shared_bytes && !runner->shared) ||
        !runner->workers || !runner->buffers || !runner->dues)
        rc = err_system(err, ENOMEM, "starting %u threads", runner->thread_count);
    else
        rc = start_workers(runner, prepare, err);
    if (rc < 0) {
        runner_free(runner);
        return rc;
    }
    *ret_runner = runner;
    return 0;
}

static void join(struct runner *runner)
{
    runner_stop(runner);
    for (uint32_t i = 0; i < runner->running; i++)
        worker_hurry(&runner->workers[i]);
    for (uint32_t i = 0; i < runner->running; i++)
        worker_join(&runner->workers[i]);
    runner->running = 0;
}

void runner_settle(struct runner *runner)
{
    if (runner->common.variant->tells_at_end)
        join(runner);
}

bool runner_take_figure(struct runner *runner, struct wire_figure *ret_figure)
{
    return figures_take(&runner->figures, ret_figure);
}

void runner_free(struct runner *runner)
{
    if (!runner)
        return;
    join(runner);
    for (uint32_t i = 0; runner->workers && i < runner->thread_count; i++)
        err_done(&runner->workers[i].err);
    if (runner->common.event_fd >= 0)
        close(runner->common.event_fd);
    free(runner->workers);
    free(runner->shared);
    free(runner->peer);
    figures_done(&runner->figures);
    settings_done(&runner->settings);
    free(runner->buffers);
    free(runner->dues);
    load_done(&runner->load);
    free(runner);
}

int runner_event_fd(const struct runner *runner)
{
    return runner->common.event_fd;
}

void runner_take_events(struct runner *runner)
{
    eventfd_t events;

    eventfd_read(runner->common.event_fd, &events);
}

// The worker's own words, and which thread's they are.
static void tell_failure(const struct worker *worker, uint32_t thread, struct err *err)
{
    struct err copy = {
        .kind = worker->err.kind,
        .code = worker->err.code,
        .text = alloc_copy(err_text(&worker->err)),
    };

    err_prefix(&copy, "thread %u", thread);
    err_move(err, &copy);
}

int runner_poll(const struct runner *runner, struct err *err)
{
    int all_ready = 1;

    for (uint32_t i = 0; i < runner->thread_count; i++) {
        const struct worker *worker = &runner->workers[i];
        int state = atomic_load_explicit(&worker->state, memory_order_acquire);

        if (state == WORKER_FAILED) {
            tell_failure(worker, i, err);
            return -worker->err.code;
        }
        all_ready &= state == WORKER_READY;
    }
    return all_ready;
}

void runner_start(struct runner *runner, uint64_t start_ns, uint64_t window_ns)
{
    uint64_t now_ns = clock_monotonic_ns();

    runner->common.start_ns = start_ns > now_ns ? start_ns : now_ns;
    runner->window_ns = window_ns;
    runner->steal_ns = steal_total_ns();
    for (uint32_t i = 0; i < runner->thread_count; i++)
        tally_begin(&runner->workers[i].tally, runner->common.start_ns, window_ns);
    gate_set(&runner->common.gate, GATE_OPEN);
}

uint64_t runner_began_ns(const struct runner *runner)
{
    return atomic_load(&runner->common.began_ns);
}

uint64_t runner_window_end_ns(const struct runner *runner, uint32_t window)
{
    return runner->common.start_ns + ((uint64_t)window + 1) * runner->window_ns;
}

static uint64_t take_steal(struct runner *runner)
{
    uint64_t before_ns = runner->steal_ns;

    runner->steal_ns = steal_total_ns();
    // The kernel's counter has been seen to step back.
    return runner->steal_ns > before_ns ? runner->steal_ns - before_ns : 0;
}

void runner_collect(struct runner *runner, uint32_t window, struct wire_window *ret_window)
{
    struct histogram *histogram = alloc_zeroed(1, sizeof *histogram);
    uint64_t end_ns = ((uint64_t)window + 1) * runner->window_ns;
    uint64_t due = 0;

    for (uint32_t i = 0; i < runner->thread_count; i++) {
        tally_collect(&runner->workers[i].tally, window, histogram);
        if (runner->paced)
            due += due_count_take(&runner->dues[i], end_ns);
    }
    *ret_window = (struct wire_window){
        .index = window,
        .duration_ns = runner->window_ns,
        .operations = histogram->total,
        .due = runner->paced ? due : histogram->total,
        .steal_ns = take_steal(runner),
        .histogram = histogram,
    };
}

void runner_stop(struct runner *runner)
{
    gate_set(&runner->common.gate, GATE_STOP);
}
