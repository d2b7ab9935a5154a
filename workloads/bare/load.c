// SPDX-License-Identifier: GPL-3.0-or-later
// Workers and what they share. The first vCPU gives the word by `round` and `phase`; each worker
// answers by its stage.
#include "workloads/bare/load.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>

#include "common/base/clock.h"
#include "common/base/rng.h"
#include "workloads/bare/apic.h"
#include "workloads/bare/cpu.h"
#include "workloads/bare/memory.h"
#include "workloads/bare/order.h"
#include "workloads/bare/order_trace.h"
#include "workloads/bare/steal.h"
#include "workloads/bare/text.h"
#include "workloads/core/course.h"
#include "workloads/core/due_count.h"
#include "workloads/core/tally.h"
#include "workloads/core/text.h"
#include "workloads/core/workload.h"

// Just before the start a worker stops sleeping, so that a late wake-up does not shift its load.
#define SPIN_NS UINT64_C(50000)
// What a load takes that names no working set, of all there is: half, and not more.
#define DEFAULT_BYTES (UINT64_C(32) << 20)

// A share and its comma are two bytes of a line at least.
enum { TRACE_LINE_STEPS = WIRE_BARE_LINE_MAX / 2 };

enum phase { PHASE_CLOSED, PHASE_OPEN, PHASE_STOP };
enum stage { STAGE_IDLE, STAGE_READY, STAGE_FAILED };

struct worker {
    _Alignas(WORKLOAD_STATE_ALIGN) unsigned char state[WORKLOAD_STATE_BYTES];
    struct workload_place place;
    struct course course;
    struct tally tally;
    struct tally_buffer *buffers;
    struct due_count due;
    _Atomic(uint32_t) stage;
    bool has_begun;
};

static struct {
    const struct workload_variant *variant;
    uint32_t threads;
    bool paced;
    uint64_t start_ns;
    uint64_t window_ns;
    uint64_t steal_ns; // at the end of the window before
    _Atomic(uint64_t) began_ns;
    _Atomic(uint32_t) round; // counts loads; the others wait for the next one
    _Atomic(uint32_t) phase;
    struct worker *workers[BARE_CPUS_MAX];
    struct histogram *sum;
    struct trace trace; // replay
} load;

static enum phase phase_now(void)
{
    return (enum phase)atomic_load_explicit(&load.phase, memory_order_acquire);
}

static void set_stage(struct worker *worker, enum stage stage)
{
    atomic_store_explicit(&worker->stage, stage, memory_order_release);
}

static enum stage stage_of(const struct worker *worker)
{
    return (enum stage)atomic_load_explicit(&worker->stage, memory_order_acquire);
}

// --- preparing --------------------------------------------------------------------------------

static int fail(struct text *what, const char *text, int code)
{
    text_add(what, text);
    return -code;
}

// A worker keeps its place and its buffers from load to load.
static int take_worker(uint32_t index, struct text *what)
{
    struct worker *worker = load.workers[index];

    if (!worker)
        worker = load.workers[index] = memory_take(sizeof *worker);
    if (worker && !worker->buffers)
        worker->buffers = memory_take(TALLY_BUFFERS * sizeof *worker->buffers);
    if (!load.sum)
        load.sum = memory_take(sizeof *load.sum);
    if (worker && worker->buffers && load.sum)
        return 0;
    return fail(what, "no memory for windows: a guest needs 1 MiB and 256 KiB for each vCPU",
                ENOMEM);
}

// Memory that is taken is taken for good: once for the longest trace that a line can hold.
static int take_trace(const struct order_prepare *prepare, struct text *what)
{
    if (prepare->arrivals != LOAD_REPLAY)
        return 0;
    if (!load.trace.steps)
        load.trace.steps = memory_take(TRACE_LINE_STEPS * sizeof *load.trace.steps);
    if (!load.trace.steps)
        return fail(what, "no memory for a trace: it needs 32 KiB", ENOMEM);
    load.trace.count = prepare->trace_count;
    order_trace_read(&prepare->trace, load.trace.steps);
    return 0;
}

static int choose_working_set(uint64_t wanted, uint64_t *ret_bytes, struct text *what)
{
    uint64_t unit = load.variant->working_set_unit;
    uint64_t most = memory_part_bytes(load.threads);
    uint64_t bytes = wanted;

    if (unit == 0) {
        *ret_bytes = 0;
        return 0;
    }
    if (bytes == 0)
        bytes = (most / 2 < DEFAULT_BYTES ? most / 2 : DEFAULT_BYTES) / unit * unit;
    if (bytes == 0)
        bytes = unit;
    if (bytes <= most && (bytes + unit - 1) / unit * unit <= most) {
        *ret_bytes = (bytes + unit - 1) / unit * unit;
        return 0;
    }
    text_add(what, "a working set of ");
    text_add_unsigned(what, bytes);
    text_add(what, " bytes for each of ");
    text_add_unsigned(what, load.threads);
    text_add(what, " threads, with ");
    text_add_unsigned(what, most);
    text_add(what, " available");
    return -ENOMEM;
}

// Even streams for content; the odd ones are the pacer's.
static void set_up(struct worker *worker, uint32_t index, const struct order_prepare *prepare,
                   uint64_t working_set_bytes)
{
    const struct load told = {
        .arrivals = prepare->arrivals,
        .rate = {.value = prepare->rate_hz},
        .burst = prepare->burst,
        .traces = {.traces = &load.trace, .count = 1},
        .trace_lead_ns = prepare->trace_lead_ns,
        .trace_is_poisson = prepare->trace_is_poisson,
    };
    struct pacer pacer;

    worker->place = (struct workload_place){
        .seed = rng_derive(prepare->content_seed, UINT64_C(2) * index),
        .working_set_bytes = working_set_bytes,
        .memory = working_set_bytes ? memory_part(index, load.threads) : NULL,
    };
    if (load.paced) {
        pacer_init(&pacer, &told, index, load.threads, prepare->seed, prepare->offset_ns);
        due_count_init(&worker->due, &pacer);
    }
    tally_init(&worker->tally, worker->buffers);
    course_init(&worker->course, load.variant, worker->state, &worker->tally,
                load.paced ? &pacer : NULL);
    worker->course.is_naive = load.paced && prepare->counts_from_start;
    worker->has_begun = false;
}

static void fill(struct worker *worker)
{
    bool is_right = load.variant->prepare(worker->state, &worker->place) == 0;

    set_stage(worker, is_right ? STAGE_READY : STAGE_FAILED);
}

// Until each of the load's other workers has this stage, or one has failed.
static void await_stage(enum stage stage)
{
    for (uint32_t i = 1; i < load.threads;) {
        uint32_t seen = cpu_pending(0);
        enum stage now = stage_of(load.workers[i]);

        if (now == stage || now == STAGE_FAILED || cpu_faulted())
            i++;
        else
            cpu_sleep(0, seen, UINT64_MAX);
    }
}

// The one option that says something of memory, and the one value that holds here.
static int check_options(const char *options, struct text *what)
{
    if (!options[0] || text_equals(options, "pages=large"))
        return 0;
    text_add(what, text_equals(options, "pages=small") ? "the bare guest has no small pages"
                                                       : "the bare guest takes no options");
    return -EOPNOTSUPP;
}

static int find_variant(const struct order_prepare *prepare, struct text *what)
{
    const struct workload *workload;
    int rc = workload_find(prepare->workload, prepare->variant, &workload, &load.variant);

    if (rc == 0)
        return check_options(prepare->options, what);
    text_add(what, rc == -ENOENT ? "no workload '" : "the workload has no variant '");
    text_add(what, rc == -ENOENT ? prepare->workload : prepare->variant);
    text_add(what, "'");
    return -EINVAL;
}

static int prepare_workers(const struct order_prepare *prepare, struct text *what)
{
    uint64_t working_set_bytes;
    int rc = 0;

    for (uint32_t i = 0; rc == 0 && i < load.threads; i++)
        rc = take_worker(i, what);
    if (rc == 0)
        rc = take_trace(prepare, what);
    if (rc == 0)
        rc = choose_working_set(prepare->working_set_bytes, &working_set_bytes, what);
    if (rc < 0)
        return rc;
    for (uint32_t i = 0; i < load.threads; i++)
        set_up(load.workers[i], i, prepare, working_set_bytes);
    return 0;
}

int load_prepare(const struct order_prepare *prepare, uint32_t cpus, struct text *what)
{
    int rc;

    load_stop();
    await_stage(STAGE_IDLE);
    load.threads = 0;
    rc = find_variant(prepare, what);
    if (rc < 0)
        return rc;
    if (prepare->threads > cpus)
        return fail(what, "more threads than vCPUs: a bare guest has one a vCPU at the most",
                    EINVAL);
    load.threads = prepare->threads ? prepare->threads : cpus;
    load.paced = prepare->arrivals != LOAD_CLOSED;
    rc = prepare_workers(prepare, what);
    if (rc < 0) {
        load.threads = 0;
        return rc;
    }
    atomic_store(&load.began_ns, 0);
    atomic_store(&load.phase, PHASE_CLOSED);
    atomic_fetch_add(&load.round, 1);
    if (load.threads > 1)
        apic_wake_others();
    fill(load.workers[0]);
    await_stage(STAGE_READY);
    return load_has_failed() ? fail(what, "what was prepared is wrong", EIO) : 0;
}

// --- working ----------------------------------------------------------------------------------

static uint64_t begin(struct worker *worker)
{
    uint64_t nobody = 0;
    uint64_t now_ns;

    while ((now_ns = clock_monotonic_ns()) < load.start_ns)
        __builtin_ia32_pause();
    course_begin(&worker->course, load.start_ns, now_ns);
    worker->has_begun = true;
    if (atomic_compare_exchange_strong(&load.began_ns, &nobody, now_ns) && load.threads > 1)
        cpu_wake_first();
    return now_ns;
}

// When this worker has something to do.
static uint64_t due_ns(const struct worker *worker)
{
    return worker->has_begun ? course_due_ns(&worker->course) : load.start_ns - SPIN_NS;
}

// Does what is due. Returns the time.
static uint64_t operate(struct worker *worker)
{
    uint64_t now_ns;

    if (!worker->has_begun)
        return begin(worker);
    if (course_operate(&worker->course, &now_ns) == 0)
        return now_ns;
    set_stage(worker, STAGE_FAILED);
    return clock_monotonic_ns();
}

void load_start(uint64_t start_ns, uint64_t window_ns)
{
    uint64_t now_ns = clock_monotonic_ns();

    load.start_ns = start_ns > now_ns ? start_ns : now_ns;
    load.window_ns = window_ns;
    load.steal_ns = steal_total_ns();
    for (uint32_t i = 0; i < load.threads; i++)
        tally_begin(&load.workers[i]->tally, load.start_ns, window_ns);
    atomic_store_explicit(&load.phase, PHASE_OPEN, memory_order_release);
    if (load.threads > 1)
        apic_wake_others();
}

uint64_t load_turn(uint64_t *now_ns)
{
    struct worker *worker = load.workers[0];

    if (due_ns(worker) <= *now_ns)
        *now_ns = operate(worker);
    return due_ns(worker);
}

// As load_turn, for a vCPU that has nothing else to do.
static void work(struct worker *worker, uint32_t cpu)
{
    uint64_t now_ns = clock_monotonic_ns();

    for (;;) {
        uint32_t seen = cpu_pending(cpu);

        if (phase_now() != PHASE_OPEN || stage_of(worker) != STAGE_READY)
            return;
        if (due_ns(worker) <= now_ns)
            now_ns = operate(worker);
        else
            now_ns = cpu_sleep(cpu, seen, due_ns(worker));
    }
}

void load_serve(uint32_t cpu)
{
    static uint32_t served[BARE_CPUS_MAX];
    struct worker *worker;
    uint32_t seen = cpu_pending(cpu);

    while (atomic_load(&load.round) == served[cpu]) {
        cpu_sleep(cpu, seen, UINT64_MAX);
        seen = cpu_pending(cpu);
    }
    served[cpu] = atomic_load(&load.round);
    if (cpu >= load.threads)
        return;
    worker = load.workers[cpu];
    fill(worker);
    cpu_wake_first();
    for (seen = cpu_pending(cpu); phase_now() == PHASE_CLOSED; seen = cpu_pending(cpu))
        cpu_sleep(cpu, seen, UINT64_MAX);
    work(worker, cpu);
    if (stage_of(worker) != STAGE_FAILED)
        set_stage(worker, STAGE_IDLE);
    cpu_wake_first();
}

void load_stop(void)
{
    atomic_store_explicit(&load.phase, PHASE_STOP, memory_order_release);
    if (load.threads > 1)
        apic_wake_others();
}

// --- collecting -------------------------------------------------------------------------------

uint64_t load_began_ns(void)
{
    return atomic_load(&load.began_ns);
}

bool load_has_failed(void)
{
    for (uint32_t i = 0; i < load.threads; i++)
        if (stage_of(load.workers[i]) == STAGE_FAILED)
            return true;
    return false;
}

uint64_t load_window_end_ns(uint32_t window)
{
    return load.start_ns + ((uint64_t)window + 1) * load.window_ns;
}

static uint64_t take_steal(void)
{
    uint64_t before_ns = load.steal_ns;

    load.steal_ns = steal_total_ns();
    return load.steal_ns > before_ns ? load.steal_ns - before_ns : 0;
}

void load_collect(uint32_t window, struct wire_window *ret_window)
{
    uint64_t end_ns = ((uint64_t)window + 1) * load.window_ns;
    uint64_t due = 0;

    histogram_reset(load.sum);
    for (uint32_t i = 0; i < load.threads; i++) {
        tally_collect(&load.workers[i]->tally, window, load.sum);
        if (load.paced)
            due += due_count_take(&load.workers[i]->due, end_ns);
    }
    *ret_window = (struct wire_window){
        .index = window,
        .duration_ns = load.window_ns,
        .operations = load.sum->total,
        .due = load.paced ? due : load.sum->total,
        .steal_ns = take_steal(),
        .histogram = load.sum,
    };
}
