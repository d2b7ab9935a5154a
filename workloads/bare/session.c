// SPDX-License-Identifier: GPL-3.0-or-later
// The state machine of the conversation. The first vCPU runs it, and does its share of the load
// between two turns; so windows and answers wait for the operation under way, and for no other.
#include "workloads/bare/session.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>

#include "common/base/clock.h"
#include "common/wire/message.h"
#include "workloads/bare/cpu.h"
#include "workloads/bare/exception.h"
#include "workloads/bare/gate.h"
#include "workloads/bare/load.h"
#include "workloads/bare/memory.h"
#include "workloads/bare/order.h"
#include "workloads/bare/report.h"
#include "workloads/bare/serial.h"
#include "workloads/bare/text.h"
#include "workloads/bare/type_name.h"

// How long the guest waits for the host's first word.
#define PATIENCE_NS (300 * CLOCK_NS_PER_SECOND)
// So long after the host should have given a sign of life, the line is asked whether it has any.
#define NUDGE_NS (2 * WIRE_ALIVE_NS)

enum state {
    STATE_IDLE,
    STATE_READY,
    STATE_RUNNING,
    STATE_FAILED, // an error was sent: of no further use
};

static const char *const expected[] = {
    [STATE_IDLE] = "ping, prepare or quit",
    [STATE_READY] = "ping, prepare, start, stop or quit",
    [STATE_RUNNING] = "accident, stop or quit",
};

static struct {
    struct session_options options;
    enum state state;
    bool has_finished; // a run of ours ended by itself: a stop may have crossed our done
    bool is_sending;   // a line is under way: an exception then cuts it short
    bool has_load;
    char workload[2 * ORDER_NAME_SIZE]; // of the load: "cpu:integer"
    struct wire_start start;
    bool told_started;
    uint32_t next_window;
    uint64_t silence_ns; // when the host will have been silent for too long
    uint64_t nudge_ns;   // when its silence gets odd
    char *line;          // REPORT_LINE_MAX bytes
} session;

// --- saying -----------------------------------------------------------------------------------

static void send(size_t length)
{
    session.is_sending = true;
    serial_send(session.line, length);
    session.is_sending = false;
}

static void say_type(enum wire_type type)
{
    send(report_type(session.line, REPORT_LINE_MAX, type));
}

// Tells the host and takes no more part.
static void fail(const char *what, int code)
{
    const struct report_error error = {
        .workload = session.has_load ? session.workload : NULL,
        .what = what,
        .code = code,
    };

    if (session.state == STATE_RUNNING)
        load_stop();
    send(report_error(session.line, REPORT_LINE_MAX, &error));
    session.state = STATE_FAILED;
}

static void fail_text(struct text *text, int code)
{
    char what[ORDER_WHAT_SIZE];
    size_t length = text->length < sizeof what ? text->length : sizeof what - 1;

    __builtin_memcpy(what, text->bytes, length);
    what[length] = '\0';
    fail(what, code);
}

static void say_hello(void)
{
    const struct report_hello hello = {
        .version = WIRE_VERSION + (session.options.fault == FAULT_VERSION),
        .kernel = session.options.kernel,
        .cpus = session.options.cpus,
        .memory_bytes = memory_bytes(),
    };

    if (session.options.fault != FAULT_MUTE)
        send(report_hello(session.line, REPORT_LINE_MAX, &hello));
}

// --- hearing ----------------------------------------------------------------------------------

static void on_ping(const struct wire_ping *ping)
{
    const struct wire_pong pong = {.id = ping->id, .clock_ns = clock_monotonic_ns()};

    send(report_pong(session.line, REPORT_LINE_MAX, &pong));
}

static void name_load(const struct order_prepare *prepare)
{
    struct text name = text_into(session.workload, sizeof session.workload - 1);

    text_add(&name, prepare->workload);
    if (*prepare->variant) {
        text_add(&name, ":");
        text_add(&name, prepare->variant);
    }
    session.workload[name.length] = '\0';
}

static void on_prepare(const struct order_prepare *prepare)
{
    char bytes[ORDER_WHAT_SIZE];
    struct text what = text_into(bytes, sizeof bytes);
    int rc;

    if (session.options.fault == FAULT_DIE_PREPARE)
        gate_reset();
    name_load(prepare);
    session.has_load = true;
    if (prepare->stream > 0) {
        text_add(&what, "the bare guest runs one load at a time");
        fail_text(&what, ENOSYS);
        return;
    }
    rc = load_prepare(prepare, session.options.cpus, &what);
    if (rc < 0) {
        fail_text(&what, -rc);
        return;
    }
    session.state = STATE_READY;
    say_type(WIRE_READY);
}

static void on_start(const struct wire_start *start)
{
    if (session.options.fault == FAULT_DIE_START)
        gate_reset();
    session.start = *start;
    session.told_started = false;
    session.next_window = 0;
    session.state = STATE_RUNNING;
    load_start(start->at_ns, start->window_ns);
}

// Without a system there is nothing to panic but the program: it runs what is no instruction.
static void on_accident(const struct wire_accident *accident)
{
    if (accident->kind == ACCIDENT_PANIC)
        fault_commit(FAULT_INSTRUCTION);
    else
        fail("the bare guest has no processes, no memory manager and no disk for this accident",
             ENOSYS);
}

static void finish(void)
{
    load_stop();
    say_type(WIRE_DONE);
    session.has_load = false;
    session.state = STATE_IDLE;
}

static void on_stop(void)
{
    // Idle: it crossed the done that we had already said.
    if (session.state != STATE_IDLE)
        finish();
    session.has_finished = false;
}

static bool accepts(enum wire_type type)
{
    switch (type) {
    case WIRE_PING:
        return session.state != STATE_RUNNING;
    case WIRE_PREPARE:
        return session.state != STATE_RUNNING;
    case WIRE_START:
        return session.state == STATE_READY;
    case WIRE_ACCIDENT:
        return session.state == STATE_RUNNING;
    case WIRE_STOP:
        return session.state != STATE_IDLE || session.has_finished;
    default:
        return false;
    }
}

static void out_of_order(enum wire_type type)
{
    char bytes[ORDER_WHAT_SIZE];
    struct text what = text_into(bytes, sizeof bytes);

    text_add(&what, "unexpected message ");
    text_add(&what, type_name(type));
    text_add(&what, ": expected ");
    text_add(&what, expected[session.state]);
    fail_text(&what, EPROTO);
}

static void on_order(const struct order *order)
{
    if (order->type == WIRE_QUIT)
        gate_reset();
    if (session.state == STATE_FAILED)
        return;
    if (!accepts(order->type))
        out_of_order(order->type);
    else if (order->type == WIRE_PING)
        on_ping(&order->ping);
    else if (order->type == WIRE_PREPARE)
        on_prepare(&order->prepare);
    else if (order->type == WIRE_START)
        on_start(&order->start);
    else if (order->type == WIRE_ACCIDENT)
        on_accident(&order->accident);
    else
        on_stop();
}

static void on_line(const char *line, size_t length)
{
    char what[ORDER_WHAT_SIZE];
    struct order order;
    int rc;

    if (length == 0) // a sign of life
        return;
    if (length == SIZE_MAX) {
        if (session.state != STATE_FAILED)
            fail("a line is longer than a bare guest reads", EMSGSIZE);
        return;
    }
    rc = order_read(line, length, &order, what);
    if (rc == 0)
        on_order(&order);
    else if (session.state != STATE_FAILED)
        fail(what, -rc);
}

static void hear(void)
{
    const char *line;
    size_t length;

    if (!serial_has_bytes())
        return;
    while (serial_line(&line, &length))
        on_line(line, length);
    session.silence_ns = clock_monotonic_ns() + WIRE_SILENCE_NS;
    session.nudge_ns = clock_monotonic_ns() + NUDGE_NS;
}

// The host says nothing: perhaps we do not hear. At the end it is gone.
static void mind_silence(uint64_t now_ns)
{
    if (now_ns >= session.silence_ns)
        gate_reset();
    if (now_ns < session.nudge_ns)
        return;
    serial_nudge();
    session.nudge_ns = now_ns + NUDGE_NS;
}

// --- running ----------------------------------------------------------------------------------

static void tell_started(void)
{
    const struct wire_started started = {.clock_ns = load_began_ns()};

    if (session.told_started || !started.clock_ns)
        return;
    session.told_started = true;
    send(report_started(session.line, REPORT_LINE_MAX, &started));
}

// Every window whose end has passed; after a stall there may be several.
static void tell_windows(uint64_t now_ns)
{
    while (session.state == STATE_RUNNING && now_ns >= load_window_end_ns(session.next_window)) {
        struct wire_window window;

        load_collect(session.next_window++, &window);
        send(report_window(session.line, REPORT_LINE_MAX, &window));
        if (session.next_window == session.start.windows) {
            session.has_finished = true;
            finish();
        }
    }
}

static uint64_t fault_ns(void)
{
    return fault_is_in_window(session.options.fault)
               ? load_window_end_ns(1) - session.start.window_ns / 2
               : UINT64_MAX;
}

static void have_fault(void)
{
    if (session.options.fault == FAULT_DIE_WINDOW)
        gate_reset();
    fault_commit(session.options.fault);
}

static uint64_t sooner(uint64_t left, uint64_t right)
{
    return left < right ? left : right;
}

// One operation at the most. Returns when there is something to do again.
static uint64_t run(uint64_t *now_ns)
{
    uint64_t next_ns = load_turn(now_ns);

    tell_started();
    if (load_has_failed()) {
        fail("an operation gave a wrong result", EIO);
        return *now_ns;
    }
    if (*now_ns >= fault_ns())
        have_fault();
    if (session.told_started) {
        tell_windows(*now_ns);
        next_ns = sooner(next_ns, load_window_end_ns(session.next_window));
    }
    return sooner(next_ns, fault_ns());
}

static void report_exception(const struct cpu_area *area)
{
    char bytes[ORDER_WHAT_SIZE];
    struct text what = text_into(bytes, sizeof bytes);

    exception_describe(area, &what);
    fail_text(&what, exception_errno(area));
}

_Noreturn static void serve(void)
{
    uint64_t now_ns = clock_monotonic_ns();

    for (;;) {
        uint32_t seen = cpu_pending(0);
        uint64_t next_ns = session.nudge_ns;

        hear();
        if (session.state != STATE_FAILED && cpu_faulted())
            report_exception(cpu_faulted());
        if (session.state == STATE_RUNNING)
            next_ns = sooner(next_ns, run(&now_ns));
        if (next_ns > now_ns)
            now_ns = cpu_sleep(0, seen, next_ns);
        mind_silence(now_ns);
    }
}

_Noreturn void session_run(const struct session_options *options)
{
    session.options = *options;
    session.line = memory_take(REPORT_LINE_MAX);
    session.silence_ns = clock_monotonic_ns() + PATIENCE_NS;
    session.nudge_ns = clock_monotonic_ns() + NUDGE_NS;
    if (!session.line)
        gate_reset();
    say_hello();
    serve();
}

_Noreturn void session_fault(const struct cpu_area *area)
{
    // Too early to be told, or an exception while one is told.
    if (!session.line || session.state == STATE_FAILED)
        gate_reset();
    if (session.is_sending)
        serial_send("\n", 1);
    report_exception(area);
    serve();
}
