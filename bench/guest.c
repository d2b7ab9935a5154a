// SPDX-License-Identifier: GPL-3.0-or-later
// The host's end of the conversation with one guest. Who is told what when is fleet.c's business.
#include "bench/guest.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/console.h"
#include "bench/guest_replay.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/load_list.h"

enum { PINGS = 8 };

static const char *const phase_texts[] = {
    [GUEST_STARTING] = "while it was started",
    [GUEST_BOOTING] = "before its hello",
    [GUEST_IDLE] = "while idle",
    [GUEST_SYNCING] = "while its clock was read",
    [GUEST_PREPARING] = "while it prepared its load",
    [GUEST_READY] = "at the barrier",
    [GUEST_RELEASED] = "at the barrier",
    [GUEST_RUNNING] = "under load",
    [GUEST_STOPPING] = "while it stopped its load",
    [GUEST_LOST] = "",
};

void guest_init(struct guest *guest, uint32_t index)
{
    *guest = (struct guest){.phase = GUEST_STARTING, .os.channel_fd = -1};
    guest_record_init(&guest->record);
    guest->record.index = index;
}

void guest_done(struct guest *guest)
{
    if (guest->has_channel)
        channel_done(&guest->channel);
    free(guest->kernel);
    for (size_t i = 0; guest->workloads && guest->workloads[i]; i++)
        free(guest->workloads[i]);
    free(guest->workloads);
    for (size_t i = 0; i < guest->figure_count; i++)
        figure_record_done(&guest->figures[i].record);
    free(guest->figures);
    guest_drop_streams(guest);
    guest_record_done(&guest->record);
}

void guest_attach(struct guest *guest, const struct platform_guest *os)
{
    guest->os = *os;
    channel_init(&guest->channel, os->channel_fd);
    guest->has_channel = true;
    guest->phase = GUEST_BOOTING;
}

void guest_reattach(struct guest *guest)
{
    channel_done(&guest->channel);
    channel_init(&guest->channel, guest->os.channel_fd);
}

static char *describe_phase(const struct guest *guest)
{
    if (guest->phase != GUEST_RUNNING)
        return alloc_copy(phase_texts[guest->phase]);
    return alloc_printf("in window %u", guest_windows(guest));
}

void guest_lose(struct guest *guest, const char *what)
{
    if (guest->phase == GUEST_LOST)
        return;
    scope_free char *when = describe_phase(guest);
    scope_free char *tail = console_tail(guest->os.console);
    free(guest->record.reason);
    const char *console = *tail               ? "; its console's last lines:\n"
                          : guest->os.console ? "; its console is empty"
                                              : "";
    guest->record.reason =
        alloc_printf("guest %u %s: %s%s%s", guest->record.index, when, what, console, tail);
    guest->record.state = RECORD_FAILED;
    guest->lost_in = guest->phase;
    guest->phase = GUEST_LOST;
}

void guest_say(struct guest *guest, const struct wire_message *message, enum guest_phase phase)
{
    if (guest->phase == GUEST_LOST)
        return;
    struct err err = {0};
    if (channel_send(&guest->channel, message, &err) < 0)
        guest_lose(guest, "it hung up");
    else
        guest->phase = phase;
    err_done(&err);
}

static void prepare_next(struct guest *guest)
{
    struct wire_message prepare = {
        .type = WIRE_PREPARE,
        .prepare = guest->streams[guest->ready_count],
    };
    guest_replay_load(&prepare.prepare.load, &guest->streams[guest->ready_count].load,
                      guest->record.index);
    guest_say(guest, &prepare, GUEST_PREPARING);
    guest_replay_done(&prepare.prepare.load);
}

void guest_drop_streams(struct guest *guest)
{
    for (uint32_t i = 0; i < guest->stream_count; i++)
        free(guest->streams[i].peer);
    free(guest->streams);
    guest->streams = NULL;
    guest->stream_count = guest->ready_count = 0;
}

void guest_add_stream(struct guest *guest, const struct wire_prepare *prepare)
{
    uint32_t stream = guest->stream_count++;
    guest->streams = alloc_resized(guest->streams, guest->stream_count, sizeof *guest->streams);
    guest->streams[stream] = *prepare;
    guest->streams[stream].stream = stream;
}

void guest_prepare(struct guest *guest)
{
    guest->ready_count = 0;
    prepare_next(guest);
}

uint32_t guest_windows(const struct guest *guest)
{
    uint32_t streams = guest->stream_count ? guest->stream_count : 1;
    return (uint32_t)(guest->record.window_count / streams);
}

struct guest_record guest_take_record(struct guest *guest)
{
    struct guest_record taken = guest->record;
    guest_record_init(&guest->record);
    guest->record.index = taken.index;
    guest->record.boot_ns = taken.boot_ns;
    record_set(&guest->record.role, alloc_copy(taken.role));
    record_set(&guest->record.home, alloc_copy(taken.home));
    return taken;
}

static void send_ping(struct guest *guest)
{
    const struct wire_message ping = {
        .type = WIRE_PING,
        .ping.id = guest_clock_ping(&guest->clock, clock_monotonic_ns()),
    };
    guest_say(guest, &ping, GUEST_SYNCING);
}

void guest_sync(struct guest *guest)
{
    guest_clock_begin(&guest->clock, PINGS);
    send_ping(guest);
}

// --- what a guest may say, by phase ------------------------------------------------------------

static void take_workloads(struct guest *guest, const struct wire_hello *hello)
{
    guest->workloads = alloc_zeroed(hello->workload_count + 1, sizeof *guest->workloads);
    for (size_t i = 0; i < hello->workload_count; i++)
        guest->workloads[i] = alloc_copy(hello->workloads[i]);
}

bool guest_knows(const struct guest *guest, const struct load *load)
{
    scope_free char *name = load_name(load);
    for (size_t i = 0; guest->workloads && guest->workloads[i]; i++)
        if (strcmp(guest->workloads[i], name) == 0)
            return true;
    return false;
}

static bool take_hello(struct guest *guest, const struct wire_message *message)
{
    if (guest->phase != GUEST_BOOTING)
        return false;
    const struct wire_hello *hello = &message->hello;
    if (hello->version != WIRE_VERSION) {
        scope_free char *what =
            alloc_printf("its agent speaks protocol version %u, this Fullhouse speaks %d: use the "
                         "fullhouse-guest of the same build",
                         hello->version, WIRE_VERSION);
        guest_lose(guest, what);
        return true;
    }
    guest->record.boot_ns = (int64_t)(clock_monotonic_ns() - guest->boot_began_ns);
    guest->kernel = alloc_copy(hello->kernel);
    take_workloads(guest, hello);
    guest->phase = GUEST_IDLE;
    return true;
}

static bool take_pong(struct guest *guest, const struct wire_message *message)
{
    if (guest->phase != GUEST_SYNCING ||
        !guest_clock_pong(&guest->clock, message->pong.id, message->pong.clock_ns,
                          clock_monotonic_ns()))
        return false;
    if (guest->clock.pings_left > 0)
        send_ping(guest);
    else
        guest->phase = GUEST_IDLE;
    return true;
}

static bool take_started(struct guest *guest, const struct wire_message *message)
{
    if (guest->phase != GUEST_RELEASED)
        return false;
    guest->started_ns = guest_clock_to_host(&guest->clock, message->started.clock_ns);
    guest->phase = GUEST_RUNNING;
    return true;
}

// A window under way when the stop arrives may still come, and is dropped.
static bool take_window(struct guest *guest, struct wire_message *message)
{
    if (guest->phase == GUEST_STOPPING)
        return true;
    struct wire_window *window = &message->window;
    if (guest->phase != GUEST_RUNNING || window->index != guest_windows(guest) ||
        window->stream != guest->record.window_count % guest->stream_count)
        return false;
    const struct window_record record = {
        .index = window->index,
        .duration_ns = window->duration_ns,
        .operations = window->operations,
        .due = window->due,
        .steal_ns = window->steal_ns,
        .histogram = histogram_pack(window->histogram),
        .stream = window->stream,
    };
    guest_record_add_window(&guest->record, &record);
    return true;
}

// Its texts move into the guest. One that comes with the end of the load still counts.
static bool take_figure(struct guest *guest, struct wire_message *message)
{
    bool may_speak = guest->phase == GUEST_RUNNING || guest->phase == GUEST_STOPPING;
    if (!may_speak || guest->figure_count == GUEST_FIGURES_MAX)
        return false;
    struct wire_figure *figure = &message->figure;
    guest->figures = alloc_resized(guest->figures, guest->figure_count + 1, sizeof *guest->figures);
    guest->figures[guest->figure_count++] = (struct guest_figure){
        .window = guest_windows(guest),
        .record = {.guest = guest->record.index,
                   .name = scope_take(figure->name),
                   .unit = scope_take(figure->unit),
                   .higher_is_better = figure->higher_is_better,
                   .at_ns = clock_realtime_ns(),
                   .value = figure->value,
                   .stream = figure->stream},
    };
    return true;
}

static bool pass(struct guest *guest, enum guest_phase from, enum guest_phase to)
{
    if (guest->phase != from)
        return false;
    guest->phase = to;
    return true;
}

static bool take_ready(struct guest *guest)
{
    if (guest->phase != GUEST_PREPARING)
        return false;
    if (++guest->ready_count < guest->stream_count)
        prepare_next(guest);
    else
        guest->phase = GUEST_READY;
    return true;
}

// What an agent says of a workload that its kernel or its machine cannot run at all.
static bool is_absence(int code)
{
    return code == ENOSYS || code == EOPNOTSUPP || code == ENODEV;
}

// Most texts have it at their end already.
static const char *reason_of(const struct wire_error *error)
{
    const char *reason = error->code ? strerror(error->code) : "";
    size_t length = strlen(error->what), tail = strlen(reason);
    return length >= tail && strcmp(error->what + length - tail, reason) == 0 ? "" : reason;
}

static bool take_error(struct guest *guest, const struct wire_message *message)
{
    const struct wire_error *error = &message->error;
    const char *reason = reason_of(error);
    scope_free char *what =
        alloc_printf("its agent says: %s%s%s%s%s", error->workload, *error->workload ? ": " : "",
                     error->what, *reason ? ": " : "", reason);
    guest->is_unable =
        (guest->phase == GUEST_PREPARING || guest->is_excused) && is_absence(error->code);
    guest_lose(guest, what);
    return true;
}

static bool take(struct guest *guest, struct wire_message *message)
{
    switch (message->type) {
    case WIRE_HELLO:
        return take_hello(guest, message);
    case WIRE_PONG:
        return take_pong(guest, message);
    case WIRE_READY:
        return take_ready(guest);
    case WIRE_STARTED:
        return take_started(guest, message);
    case WIRE_WINDOW:
        return take_window(guest, message);
    case WIRE_FIGURE:
        return take_figure(guest, message);
    case WIRE_DONE:
        return pass(guest, GUEST_STOPPING, GUEST_IDLE);
    case WIRE_ERROR:
        return take_error(guest, message);
    default:
        return false;
    }
}

static void lose_by_protocol(struct guest *guest, const struct wire_message *message)
{
    scope_free char *what = alloc_printf("its agent said '%s' where that is not expected",
                                         wire_type_name(message->type));
    guest_lose(guest, what);
}

// What a firmware or a boot loader says on a serial line before our agent does.
static bool is_noise(const struct guest *guest, int result)
{
    return result == -EBADMSG && guest->os.is_noisy && guest->phase == GUEST_BOOTING;
}

static void take_all(struct guest *guest)
{
    struct err err = {0};
    struct wire_message message;
    int result = 0;
    while (guest->phase != GUEST_LOST &&
           ((result = channel_next(&guest->channel, &message, &err)) == 1 ||
            is_noise(guest, result))) {
        if (result < 0) {
            err_done(&err);
            continue;
        }
        if (!take(guest, &message))
            lose_by_protocol(guest, &message);
        wire_message_done(&message);
    }
    if (result < 0)
        guest_lose(guest, err_text(&err));
    err_done(&err);
}

void guest_receive(struct guest *guest)
{
    int result = channel_fill(&guest->channel, NULL);
    take_all(guest);
    if (result < 0)
        guest_lose(guest, result == -EPIPE ? "it died (its channel closed)" : strerror(-result));
}
