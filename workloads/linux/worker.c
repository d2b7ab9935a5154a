// SPDX-License-Identifier: GPL-3.0-or-later
// Turns the core's loop on a thread, and waits between its operations by sleeping at the gate.
#include "workloads/linux/worker.h"

#include <errno.h>
#include <inttypes.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>

#include "common/base/clock.h"
#include "workloads/linux/pages.h"
#include "workloads/linux/settings.h"

// Just before the start a worker stops sleeping, so that a late wake-up does not shift its load.
#define SPIN_NS UINT64_C(50000)
// Kernel code, libc's formatting of an error and the kernels fit many times.
#define STACK_BYTES ((size_t)256 << 10)

static void announce(const struct worker *worker)
{
    eventfd_write(worker->common->event_fd, 1);
}

static void set_state(struct worker *worker, enum worker_state state)
{
    atomic_store_explicit(&worker->state, state, memory_order_release);
    announce(worker);
}

static bool is_open(const struct worker *worker)
{
    return gate_phase(&worker->common->gate) == GATE_OPEN;
}

// An operation that is never due is waited for until the gate says stop.
static int operate_while_open(struct worker *worker)
{
    struct gate *gate = &worker->common->gate;
    struct course *course = &worker->course;
    uint64_t now_ns = clock_monotonic_ns();
    int rc = 0;

    course_begin(course, worker->common->start_ns, now_ns);
    while (rc == 0 && is_open(worker)) {
        uint64_t due_ns = course_due_ns(course);

        if (now_ns < due_ns && gate_wait(gate, GATE_OPEN, due_ns) != GATE_OPEN)
            return 0;
        rc = course_operate(course, &now_ns);
    }
    return rc;
}

static int turn(struct worker *worker)
{
    struct flight *flight = &worker->flight;
    int rc = flight_launch(flight);

    if (rc == 0 && flight->in_air > 0)
        rc = flight_land(flight, flight_due_ns(flight));
    else if (rc == 0)
        gate_wait(&worker->common->gate, GATE_OPEN, flight_due_ns(flight));
    return rc;
}

// The same with several at once. What is in flight when the gate says stop is waited for.
static int fly_while_open(struct worker *worker)
{
    int rc = 0, last;

    flight_begin(&worker->flight, worker->common->start_ns);
    while (rc == 0 && is_open(worker))
        rc = turn(worker);
    last = flight_land_all(&worker->flight);
    return rc < 0 ? rc : last;
}

static void begin(struct worker *worker)
{
    uint64_t nobody = 0;
    uint64_t now_ns = clock_monotonic_ns();

    if (atomic_compare_exchange_strong(&worker->common->began_ns, &nobody, now_ns))
        announce(worker);
}

static int run(struct worker *worker)
{
    struct gate *gate = &worker->common->gate;
    uint64_t start_ns;

    if (gate_wait(gate, GATE_CLOSED, UINT64_MAX) != GATE_OPEN)
        return 0;
    start_ns = worker->common->start_ns;
    if (gate_wait(gate, GATE_OPEN, start_ns - SPIN_NS) != GATE_OPEN)
        return 0;
    while (clock_monotonic_ns() < start_ns)
        __builtin_ia32_pause();
    begin(worker);
    return worker->common->variant->flight ? fly_while_open(worker) : operate_while_open(worker);
}

// A workload of the core has no words for what went wrong.
static int blame(struct worker *worker, int rc, const char *what)
{
    if (worker->err.kind == ERR_NONE)
        err_system(&worker->err, -rc, "%s", what);
    return rc;
}

// From when it is prepared until it is finished others may hurry it.
static void finish(struct worker *worker)
{
    const struct workload_variant *variant = worker->common->variant;

    pthread_mutex_lock(&worker->hurry_lock);
    worker->is_prepared = false;
    pthread_mutex_unlock(&worker->hurry_lock);
    flight_close(&worker->flight);
    if (variant->finish)
        variant->finish(worker->variant_state);
}

void worker_hurry(struct worker *worker)
{
    const struct workload_variant *variant = worker->common->variant;

    pthread_mutex_lock(&worker->hurry_lock);
    if (worker->is_prepared && variant->hurry)
        variant->hurry(worker->variant_state);
    pthread_mutex_unlock(&worker->hurry_lock);
}

static void set_prepared(struct worker *worker)
{
    pthread_mutex_lock(&worker->hurry_lock);
    worker->is_prepared = true;
    pthread_mutex_unlock(&worker->hurry_lock);
}

static int open_flight(struct worker *worker)
{
    const struct workload_variant *variant = worker->common->variant;
    int rc = 0;

    if (variant->flight)
        rc = flight_open(&worker->flight, variant->flight, worker->variant_state, &worker->course,
                         &worker->err);
    if (rc < 0 && variant->finish)
        variant->finish(worker->variant_state);
    return rc;
}

static int prepare(struct worker *worker, struct pages *pages)
{
    struct workload_place *place = &worker->place;
    enum pages_size size =
        settings_number(worker->home.settings, "pages") ? PAGES_SMALL : PAGES_LARGE;
    int rc = pages_map(pages, place->working_set_bytes, size, &worker->err);

    if (rc < 0)
        return rc;
    place->memory = pages->memory;
    rc = worker->common->variant->prepare(worker->variant_state, place);
    return rc < 0 ? blame(worker, rc, "what was prepared is wrong") : open_flight(worker);
}

static void *thread_main(void *worker_)
{
    struct worker *worker = worker_;
    struct pages pages;
    int rc;

    // A sleeper is otherwise woken up to 50 us late, to save wake-ups.
    prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
    rc = prepare(worker, &pages);
    if (rc == 0) {
        set_prepared(worker);
        set_state(worker, WORKER_READY);
        rc = run(worker);
        if (rc < 0)
            blame(worker, rc, "an operation gave a wrong result");
        finish(worker);
    }
    if (rc < 0)
        set_state(worker, WORKER_FAILED);
    pages_done(&pages);
    return NULL;
}

int worker_start(struct worker *worker, struct err *err)
{
    pthread_attr_t attributes;
    int code = pthread_attr_init(&attributes);

    if (code == 0) {
        pthread_attr_setstacksize(&attributes, STACK_BYTES);
        code = pthread_create(&worker->thread, &attributes, thread_main, worker);
        pthread_attr_destroy(&attributes);
    }
    return code ? err_system(err, code, "starting a worker thread") : 0;
}

void worker_join(struct worker *worker)
{
    pthread_join(worker->thread, NULL);
}
