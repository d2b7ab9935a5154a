// SPDX-License-Identifier: GPL-3.0-or-later
// The state machine of the conversation, and the loop that feeds it from the channel, the workers
// and the clock. Knows no workload and no way to end a process.
#include "workloads/linux/session.h"

#include <errno.h>
#include <string.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "workloads/linux/census.h"
#include "workloads/linux/greeting.h"
#include "workloads/linux/link.h"
#include "workloads/linux/misdeed.h"
#include "workloads/linux/mix.h"

enum state {
    STATE_IDLE,
    STATE_PREPARING,
    STATE_READY,
    STATE_RUNNING,
    STATE_FAILED, // an error was sent: of no further use
    STATE_ENDED,
};

static const char *const expected[] = {
    [STATE_IDLE] = "ping, prepare or quit",
    [STATE_PREPARING] = "ping, stop or quit",
    [STATE_READY] = "ping, prepare, start, stop or quit",
    [STATE_RUNNING] = "accident, stop or quit",
};

struct session {
    struct link link;
    enum fault fault;
    bool owns_machine;
    enum state state;
    enum session_end end;
    bool has_finished; // a run of ours ended by itself: a stop may have crossed our done
    struct mix mix;
    struct misdeed misdeed;
    uint32_t stream; // of the mix, that an error is about
    struct wire_start start;
    bool told_started;
    uint32_t next_window;
    struct err err;
};

static void end(struct session *session, enum session_end how)
{
    session->state = STATE_ENDED;
    session->end = how;
}

static void say(struct session *session, const struct wire_message *message)
{
    if (session->state != STATE_ENDED && link_send(&session->link, message, &session->err) < 0)
        end(session, link_is_gone(&session->link) ? SESSION_HUNG_UP : SESSION_FAILED);
}

static void say_type(struct session *session, enum wire_type type)
{
    say(session, &(struct wire_message){.type = type});
}

// Tells the host and takes no more part. The error stays with the session for its own end.
static void fail(struct session *session, struct err *err)
{
    struct wire_message message = {
        .type = WIRE_ERROR,
        .error = {.workload = session->stream < session->mix.count
                                  ? session->mix.workloads[session->stream]
                                  : NULL,
                  .what = err->text,
                  .code = err->code},
    };

    say(session, &message);
    err_move(&session->err, err);
    mix_done(&session->mix);
    if (session->state != STATE_ENDED)
        session->state = STATE_FAILED;
}

static void hello(struct session *session)
{
    struct wire_message message = {.type = WIRE_HELLO};

    if (session->fault == FAULT_MUTE)
        return;
    greeting_make(&message.hello);
    message.hello.version += session->fault == FAULT_VERSION;
    say(session, &message);
    wire_message_done(&message);
}

static void on_ping(struct session *session, const struct wire_message *message)
{
    struct wire_message pong = {.type = WIRE_PONG, .pong.id = message->ping.id};

    if (message->ping.census)
        census_take(session->owns_machine, &pong.pong);
    pong.pong.clock_ns = clock_monotonic_ns();
    say(session, &pong);
}

static void on_prepare(struct session *session, const struct wire_message *message)
{
    struct err err = {0};

    if (session->fault == FAULT_DIE_PREPARE) {
        end(session, SESSION_DIE);
        return;
    }
    // The first stream begins a mix anew, any other joins those that are ready.
    if (message->prepare.stream == 0)
        mix_done(&session->mix);
    session->stream = message->prepare.stream;
    if (mix_add(&session->mix, &message->prepare, &err) < 0)
        fail(session, &err);
    else
        session->state = STATE_PREPARING;
}

static void on_start(struct session *session, const struct wire_message *message)
{
    if (session->fault == FAULT_DIE_START) {
        end(session, SESSION_DIE);
        return;
    }
    session->start = message->start;
    session->told_started = false;
    session->next_window = 0;
    session->state = STATE_RUNNING;
    mix_start(&session->mix, message->start.at_ns, message->start.window_ns);
}

static void on_accident(struct session *session, const struct wire_message *message)
{
    const struct wire_accident *accident = &message->accident;
    struct err err = {0};

    if (misdeed_begin(&session->misdeed, accident->kind, accident->limit_bytes,
                      session->owns_machine, &err) < 0)
        fail(session, &err);
}

static void tell_figures(struct session *session)
{
    struct wire_message message = {0};

    while (mix_take_figure(&session->mix, &message.figure)) {
        message.type = WIRE_FIGURE;
        say(session, &message);
        wire_message_done(&message);
    }
}

// Answers first, and waits for the workers' last operations then; but for those that tell more.
static void finish(struct session *session)
{
    misdeed_end(&session->misdeed);
    mix_stop(&session->mix);
    mix_settle(&session->mix);
    tell_figures(session);
    say_type(session, WIRE_DONE);
    mix_done(&session->mix);
    if (session->state != STATE_ENDED)
        session->state = STATE_IDLE;
}

static void out_of_order(struct session *session, enum wire_type type)
{
    struct err err = {0};

    err_system(&err, EPROTO, "unexpected message %s: expected %s", wire_type_name(type),
               expected[session->state]);
    fail(session, &err);
}

static bool accepts(const struct session *session, enum wire_type type)
{
    switch (type) {
    case WIRE_PING:
        return session->state != STATE_RUNNING;
    case WIRE_PREPARE:
        return session->state == STATE_IDLE || session->state == STATE_READY;
    case WIRE_START:
        return session->state == STATE_READY;
    case WIRE_ACCIDENT:
        return session->state == STATE_RUNNING;
    case WIRE_STOP:
        return session->state != STATE_IDLE || session->has_finished;
    default:
        return type == WIRE_QUIT;
    }
}

static void on_stop(struct session *session)
{
    // Idle: it crossed the done that we had already said.
    if (session->state != STATE_IDLE)
        finish(session);
    session->has_finished = false;
}

static void on_message(struct session *session, const struct wire_message *message)
{
    if (message->type == WIRE_QUIT)
        end(session, session->err.kind == ERR_NONE ? SESSION_QUIT : SESSION_FAILED);
    else if (session->state == STATE_FAILED)
        return;
    else if (!accepts(session, message->type))
        out_of_order(session, message->type);
    else if (message->type == WIRE_PING)
        on_ping(session, message);
    else if (message->type == WIRE_PREPARE)
        on_prepare(session, message);
    else if (message->type == WIRE_START)
        on_start(session, message);
    else if (message->type == WIRE_ACCIDENT)
        on_accident(session, message);
    else
        on_stop(session);
}

static void serve_link(struct session *session)
{
    while (session->state != STATE_ENDED) {
        struct wire_message message;
        struct err err = {0};
        int rc = link_next(&session->link, &message, &err);

        if (rc > 0) {
            on_message(session, &message);
            wire_message_done(&message);
        } else if (rc == -EBADMSG) {
            if (session->state != STATE_FAILED)
                fail(session, &err);
            err_done(&err);
        } else {
            err_done(&err);
            return;
        }
    }
}

static void tell_started(struct session *session)
{
    uint64_t began_ns = mix_began_ns(&session->mix);

    if (session->told_started || began_ns == 0)
        return;
    session->told_started = true;
    say(session, &(struct wire_message){.type = WIRE_STARTED, .started = {.clock_ns = began_ns}});
}

// The same window of all streams, in their order.
static void tell_window(struct session *session)
{
    for (uint32_t i = 0; i < session->mix.count; i++) {
        struct wire_message message = {.type = WIRE_WINDOW};

        mix_collect(&session->mix, i, session->next_window, &message.window);
        say(session, &message);
        wire_message_done(&message);
    }
    session->next_window++;
}

// Every window whose end has passed; after a stall there may be several.
static void tell_windows(struct session *session)
{
    // Who is to die in the second window never tells of it, however late it comes round.
    uint32_t last = fault_is_in_window(session->fault) ? 1 : UINT32_MAX;

    while (session->state == STATE_RUNNING && session->told_started &&
           session->next_window < last &&
           clock_monotonic_ns() >= mix_window_end_ns(&session->mix, session->next_window)) {
        tell_window(session);
        if (session->state != STATE_ENDED && session->next_window == session->start.windows) {
            session->has_finished = true;
            finish(session);
        }
    }
}

static uint64_t death_ns(const struct session *session)
{
    return fault_is_in_window(session->fault)
               ? mix_window_end_ns(&session->mix, 1) - session->start.window_ns / 2
               : UINT64_MAX;
}

static void serve_runner(struct session *session)
{
    struct err err = {0};
    int rc;

    mix_take_events(&session->mix);
    rc = mix_poll(&session->mix, &session->stream, &err);
    if (rc < 0) {
        fail(session, &err);
    } else if (session->state == STATE_PREPARING && rc == 1) {
        session->state = STATE_READY;
        say_type(session, WIRE_READY);
    } else if (session->state == STATE_RUNNING) {
        tell_started(session);
        if (session->told_started)
            tell_figures(session);
        tell_windows(session);
        if (session->state == STATE_RUNNING && clock_monotonic_ns() >= death_ns(session))
            end(session, SESSION_DIE);
    }
}

static uint64_t next_deadline_ns(const struct session *session)
{
    uint64_t window_end_ns, die_ns;

    // Without `started` it is a worker's event that matters, not the clock.
    if (session->state != STATE_RUNNING || !session->told_started)
        return UINT64_MAX;
    window_end_ns = mix_window_end_ns(&session->mix, session->next_window);
    die_ns = death_ns(session);
    return window_end_ns < die_ns ? window_end_ns : die_ns;
}

static void serve(struct session *session)
{
    int rc = link_wait(&session->link, mix_event_fd(&session->mix), next_deadline_ns(session),
                       &session->err);

    // What was said before the peer left still counts: it may have been quit.
    serve_link(session);
    if (session->mix.count > 0 && session->state != STATE_ENDED)
        serve_runner(session);
    if (rc < 0 && session->state != STATE_ENDED)
        end(session,
            rc == -EPIPE && session->state != STATE_FAILED ? SESSION_HUNG_UP : SESSION_FAILED);
}

enum session_end session_run(const struct session_options *options, struct err *err)
{
    struct session session = {.fault = options->fault, .owns_machine = options->owns_machine};

    link_init(&session.link, options->fd, options->is_port, options->silence_ns);
    // Firmware and boot loader may have left half a line of theirs on a serial one.
    if (options->silence_ns)
        link_end_line(&session.link);
    hello(&session);
    while (session.state != STATE_ENDED)
        serve(&session);
    // Death is abrupt: nothing is put away for it.
    if (session.end == SESSION_DIE)
        return SESSION_DIE;
    misdeed_end(&session.misdeed);
    mix_done(&session.mix);
    link_done(&session.link);
    err_move(err, &session.err);
    return session.end;
}
