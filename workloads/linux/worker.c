// SPDX-License-Identifier: GPL-3.0-or-later
// The loop that is measured. Closed: one clock reading an operation, the end of one is the start of
// the next, so the cost of recording is part of what is told and nothing falls between. Paced:
// latency counts from the moment an operation was due; a worker that is late works without pause
// until it has caught up, so a stall shows in every operation that it delayed.
#include "workloads/linux/worker.h"

#include <errno.h>
#include <inttypes.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>

#include "common/base/clock.h"

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

static int run_closed(struct worker *worker, void *state)
{
    int (*operate)(void *) = worker->common->variant->operate;
    uint64_t began_ns = clock_monotonic_ns();

    while (is_open(worker)) {
        int rc = operate(state);
        uint64_t ended_ns = clock_monotonic_ns();

        if (rc < 0)
            return rc;
        tally_record(&worker->tally, ended_ns, ended_ns - began_ns);
        began_ns = ended_ns;
    }
    return 0;
}

static int run_paced(struct worker *worker, void *state)
{
    struct gate *gate = &worker->common->gate;
    int (*operate)(void *) = worker->common->variant->operate;
    uint64_t now_ns = clock_monotonic_ns();

    while (is_open(worker)) {
        uint64_t due_ns = worker->common->start_ns + pacer_next_ns(&worker->pacer);
        int rc;

        if (now_ns < due_ns && gate_wait(gate, GATE_OPEN, due_ns) != GATE_OPEN)
            return 0;
        rc = operate(state);
        if (rc < 0)
            return rc;
        now_ns = clock_monotonic_ns();
        tally_record(&worker->tally, now_ns, now_ns - due_ns);
    }
    return 0;
}

static void begin(struct worker *worker)
{
    uint64_t nobody = 0;
    uint64_t now_ns = clock_monotonic_ns();

    if (atomic_compare_exchange_strong(&worker->common->began_ns, &nobody, now_ns))
        announce(worker);
}

static int run(struct worker *worker, void *state)
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
    return worker->common->paced ? run_paced(worker, state) : run_closed(worker, state);
}

static void *thread_main(void *worker_)
{
    struct worker *worker = worker_;
    const struct workload_variant *variant = worker->common->variant;
    void *state;

    // A sleeper is otherwise woken up to 50 us late, to save wake-ups.
    prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
    if (variant->prepare(&worker->place, &state, &worker->err) < 0) {
        set_state(worker, WORKER_FAILED);
        return NULL;
    }
    set_state(worker, WORKER_READY);
    if (run(worker, state) < 0) {
        err_system(&worker->err, EIO, "an operation gave a wrong result");
        set_state(worker, WORKER_FAILED);
    }
    variant->release(state);
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
