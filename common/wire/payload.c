// SPDX-License-Identifier: GPL-3.0-or-later
// The members of each type of message and the ranges they must keep. Every bound that protects the
// other end (threads, window length, rate) stands here, once.
#include "common/wire/payload.h"

#include <errno.h>
#include <float.h>
#include <stdlib.h>

#include "common/base/err.h"
#include "common/wire/arrivals.h"
#include "common/wire/exec_member.h"
#include "common/wire/member.h"

static void hello_write(const struct wire_message *message, json_t *object)
{
    const struct wire_hello *hello = &message->hello;

    member_write_u64(object, "version", hello->version);
    member_write_text(object, "kernel", hello->kernel);
    member_write_u64(object, "cpus", hello->cpus);
    member_write_u64(object, "memory_bytes", hello->memory_bytes);
    member_write_texts(object, "workloads", hello->workloads, hello->workload_count);
}

static int hello_read_rest(const json_t *object, struct wire_hello *hello, struct err *err)
{
    int rc = member_read_text(object, "kernel", &hello->kernel, err);

    if (rc == 0)
        rc = member_read_u32(object, "cpus", 1, WIRE_CPUS_MAX, &hello->cpus, err);
    if (rc == 0)
        rc = member_read_u64(object, "memory_bytes", 1, MEMBER_INTEGER_MAX, &hello->memory_bytes,
                             err);
    if (rc == 0)
        rc = member_read_texts(object, "workloads", &hello->workloads, &hello->workload_count, err);
    return rc;
}

// Of another version's hello only the version must be readable, so that the host can name it.
static int hello_read(const json_t *object, struct wire_message *message, struct err *err)
{
    struct wire_hello *hello = &message->hello;
    int rc = member_read_u32(object, "version", 0, UINT32_MAX, &hello->version, err);

    if (rc < 0)
        return rc;
    if (hello->version == WIRE_VERSION)
        return hello_read_rest(object, hello, err);
    hello_read_rest(object, hello, NULL);
    return 0;
}

static void hello_release(struct wire_message *message)
{
    struct wire_hello *hello = &message->hello;

    for (size_t i = 0; i < hello->workload_count; i++)
        free(hello->workloads[i]);
    free(hello->workloads);
    free(hello->kernel);
}

static void ping_write(const struct wire_message *message, json_t *object)
{
    member_write_hex(object, "id", message->ping.id);
    if (message->ping.census)
        json_object_set_new(object, "census", json_true());
}

static int census_read(const json_t *object, bool *ret_census, struct err *err)
{
    const json_t *census = json_object_get(object, "census");

    if (census && !json_is_boolean(census))
        return member_bad(err, "census is neither true nor false");
    *ret_census = json_is_true(census);
    return 0;
}

static int ping_read(const json_t *object, struct wire_message *message, struct err *err)
{
    int rc = member_read_hex(object, "id", &message->ping.id, err);

    return rc == 0 ? census_read(object, &message->ping.census, err) : rc;
}

static void pong_write(const struct wire_message *message, json_t *object)
{
    member_write_hex(object, "id", message->pong.id);
    member_write_u64(object, "clock_ns", message->pong.clock_ns);
    if (message->pong.cpus)
        member_write_u64(object, "cpus", message->pong.cpus);
    if (message->pong.memory_bytes)
        member_write_u64(object, "memory_bytes", message->pong.memory_bytes);
}

static int pong_read_census(const json_t *object, struct wire_pong *pong, struct err *err)
{
    int rc = 0;

    if (json_object_get(object, "cpus"))
        rc = member_read_u32(object, "cpus", 1, WIRE_CPUS_MAX, &pong->cpus, err);
    if (rc == 0 && json_object_get(object, "memory_bytes"))
        rc = member_read_u64(object, "memory_bytes", 1, MEMBER_INTEGER_MAX, &pong->memory_bytes,
                             err);
    return rc;
}

static int pong_read(const json_t *object, struct wire_message *message, struct err *err)
{
    int rc = member_read_hex(object, "id", &message->pong.id, err);

    if (rc == 0)
        rc = member_read_u64(object, "clock_ns", 0, MEMBER_INTEGER_MAX, &message->pong.clock_ns,
                             err);
    return rc == 0 ? pong_read_census(object, &message->pong, err) : rc;
}

static void load_write(const struct load *load, json_t *object)
{
    member_write_text(object, "workload", load->workload);
    member_write_text(object, "variant", load->variant);
    if (load->options && *load->options)
        member_write_text(object, "options", load->options);
    arrivals_write(object, load);
    member_write_u64(object, "working_set_bytes", load->working_set_bytes);
    member_write_u64(object, "threads", load->threads);
    exec_member_write(object, load->exec);
}

static int load_read(const json_t *object, struct load *load, struct err *err)
{
    int rc = member_read_text(object, "workload", &load->workload, err);

    if (rc == 0)
        rc = member_read_text(object, "variant", &load->variant, err);
    if (rc == 0 && json_object_get(object, "options"))
        rc = member_read_text(object, "options", &load->options, err);
    if (rc == 0)
        rc = arrivals_read(object, load, err);
    if (rc == 0)
        rc = member_read_u64(object, "working_set_bytes", 0, MEMBER_INTEGER_MAX,
                             &load->working_set_bytes, err);
    if (rc == 0)
        rc = member_read_u32(object, "threads", 0, WIRE_THREADS_MAX, &load->threads, err);
    if (rc == 0)
        rc = exec_member_read(object, &load->exec, err);
    return rc;
}

// Who has one load says nothing of streams.
static void stream_write(json_t *object, uint32_t stream)
{
    if (stream > 0)
        member_write_u64(object, "stream", stream);
}

static int stream_read(const json_t *object, uint32_t *ret_stream, struct err *err)
{
    if (!json_object_get(object, "stream"))
        return 0;
    return member_read_u32(object, "stream", 0, WIRE_STREAMS_MAX - 1, ret_stream, err);
}

static void prepare_write(const struct wire_message *message, json_t *object)
{
    load_write(&message->prepare.load, object);
    member_write_hex(object, "seed", message->prepare.seed);
    member_write_hex(object, "content_seed", message->prepare.content_seed);
    member_write_u64(object, "offset_ns", message->prepare.offset_ns);
    if (message->prepare.peer && *message->prepare.peer)
        member_write_text(object, "peer", message->prepare.peer);
    stream_write(object, message->prepare.stream);
}

static int prepare_read(const json_t *object, struct wire_message *message, struct err *err)
{
    struct wire_prepare *prepare = &message->prepare;
    int rc = load_read(object, &prepare->load, err);

    if (rc == 0)
        rc = member_read_hex(object, "seed", &prepare->seed, err);
    prepare->content_seed = prepare->seed;
    if (rc == 0 && json_object_get(object, "content_seed"))
        rc = member_read_hex(object, "content_seed", &prepare->content_seed, err);
    if (rc == 0)
        rc = member_read_u64(object, "offset_ns", 0, WIRE_OFFSET_MAX_NS, &prepare->offset_ns, err);
    if (rc == 0)
        rc = stream_read(object, &prepare->stream, err);
    if (rc == 0 && json_object_get(object, "peer"))
        rc = member_read_text(object, "peer", &prepare->peer, err);
    return rc;
}

static void prepare_release(struct wire_message *message)
{
    free(message->prepare.peer);
    load_done(&message->prepare.load);
}

static void start_write(const struct wire_message *message, json_t *object)
{
    member_write_u64(object, "at_ns", message->start.at_ns);
    member_write_u64(object, "window_ns", message->start.window_ns);
    member_write_u64(object, "windows", message->start.windows);
}

static int start_read(const json_t *object, struct wire_message *message, struct err *err)
{
    struct wire_start *start = &message->start;
    int rc = member_read_u64(object, "at_ns", 0, WIRE_CLOCK_MAX_NS, &start->at_ns, err);

    if (rc == 0)
        rc = member_read_u64(object, "window_ns", WIRE_WINDOW_MIN_NS, WIRE_WINDOW_MAX_NS,
                             &start->window_ns, err);
    if (rc == 0)
        rc = member_read_u32(object, "windows", 0, WIRE_WINDOWS_MAX, &start->windows, err);
    return rc;
}

static void started_write(const struct wire_message *message, json_t *object)
{
    member_write_u64(object, "clock_ns", message->started.clock_ns);
}

static int started_read(const json_t *object, struct wire_message *message, struct err *err)
{
    return member_read_u64(object, "clock_ns", 0, MEMBER_INTEGER_MAX, &message->started.clock_ns,
                           err);
}

static void window_write(const struct wire_message *message, json_t *object)
{
    const struct wire_window *window = &message->window;

    member_write_u64(object, "i", window->index);
    member_write_u64(object, "duration_ns", window->duration_ns);
    member_write_u64(object, "ops", window->operations);
    member_write_u64(object, "due", window->due);
    member_write_u64(object, "steal_ns", window->steal_ns);
    member_write_histogram(object, "histogram", window->histogram);
    stream_write(object, window->stream);
}

static int window_read_counts(const json_t *object, struct wire_window *window, struct err *err)
{
    int rc = member_read_u32(object, "i", 0, UINT32_MAX, &window->index, err);

    if (rc == 0)
        rc = member_read_u64(object, "duration_ns", 1, MEMBER_INTEGER_MAX, &window->duration_ns,
                             err);
    if (rc == 0)
        rc = member_read_u64(object, "ops", 0, MEMBER_INTEGER_MAX, &window->operations, err);
    if (rc == 0)
        rc = member_read_u64(object, "due", 0, MEMBER_INTEGER_MAX, &window->due, err);
    if (rc == 0)
        rc = member_read_u64(object, "steal_ns", 0, MEMBER_INTEGER_MAX, &window->steal_ns, err);
    if (rc == 0)
        rc = stream_read(object, &window->stream, err);
    return rc;
}

static int window_read(const json_t *object, struct wire_message *message, struct err *err)
{
    struct wire_window *window = &message->window;
    int rc = window_read_counts(object, window, err);

    if (rc == 0)
        rc = member_read_histogram(object, "histogram", &window->histogram, err);
    if (rc == 0 && window->histogram->total != window->operations)
        rc = member_bad(err, "ops and histogram disagree");
    return rc;
}

static void window_release(struct wire_message *message)
{
    free(message->window.histogram);
}

static void figure_write(const struct wire_message *message, json_t *object)
{
    const struct wire_figure *figure = &message->figure;

    member_write_text(object, "name", figure->name);
    member_write_text(object, "unit", figure->unit);
    json_object_set_new(object, "higher_is_better", json_boolean(figure->higher_is_better));
    json_object_set_new(object, "value", json_real(figure->value));
    stream_write(object, figure->stream);
}

static int figure_read(const json_t *object, struct wire_message *message, struct err *err)
{
    struct wire_figure *figure = &message->figure;
    const json_t *better = json_object_get(object, "higher_is_better");
    int rc = member_read_text(object, "name", &figure->name, err);

    if (rc == 0)
        rc = member_read_text(object, "unit", &figure->unit, err);
    if (rc == 0 && !json_is_boolean(better))
        rc = member_bad(err, "higher_is_better is neither true nor false");
    if (rc == 0)
        rc = member_read_real(object, "value", -DBL_MAX, DBL_MAX, &figure->value, err);
    if (rc == 0)
        rc = stream_read(object, &figure->stream, err);
    figure->higher_is_better = json_is_true(better);
    return rc;
}

static void figure_release(struct wire_message *message)
{
    free(message->figure.name);
    free(message->figure.unit);
}

static void accident_write(const struct wire_message *message, json_t *object)
{
    member_write_text(object, "kind", accident_name(message->accident.kind));
    if (message->accident.limit_bytes)
        member_write_u64(object, "limit_bytes", message->accident.limit_bytes);
}

static int accident_read_kind(const json_t *object, enum accident *ret_kind, struct err *err)
{
    const char *text = json_string_value(json_object_get(object, "kind"));
    int kind = text ? accident_parse(text) : -1;

    if (kind < 0 || !accident_is_inside((enum accident)kind))
        return member_bad(err, "kind is no accident within a guest");
    *ret_kind = (enum accident)kind;
    return 0;
}

static int accident_read(const json_t *object, struct wire_message *message, struct err *err)
{
    struct wire_accident *accident = &message->accident;
    int rc = accident_read_kind(object, &accident->kind, err);

    if (rc == 0 && json_object_get(object, "limit_bytes"))
        rc = member_read_u64(object, "limit_bytes", 1, MEMBER_INTEGER_MAX, &accident->limit_bytes,
                             err);
    return rc;
}

static void error_write(const struct wire_message *message, json_t *object)
{
    member_write_text(object, "workload", message->error.workload);
    member_write_text(object, "what", message->error.what);
    json_object_set_new(object, "errno", json_integer(message->error.code));
}

static int error_read(const json_t *object, struct wire_message *message, struct err *err)
{
    struct wire_error *error = &message->error;
    uint32_t code = 0;
    int rc = member_read_text(object, "workload", &error->workload, err);

    if (rc == 0)
        rc = member_read_text(object, "what", &error->what, err);
    if (rc == 0)
        rc = member_read_u32(object, "errno", 0, INT32_MAX, &code, err);
    error->code = (int32_t)code;
    return rc;
}

static void error_release(struct wire_message *message)
{
    free(message->error.workload);
    free(message->error.what);
}

const struct wire_payload wire_payloads[WIRE_TYPE_COUNT] = {
    [WIRE_HELLO] = {.write = hello_write, .read = hello_read, .release = hello_release},
    [WIRE_PING] = {.write = ping_write, .read = ping_read},
    [WIRE_PONG] = {.write = pong_write, .read = pong_read},
    [WIRE_PREPARE] = {.write = prepare_write, .read = prepare_read, .release = prepare_release},
    [WIRE_START] = {.write = start_write, .read = start_read},
    [WIRE_STARTED] = {.write = started_write, .read = started_read},
    [WIRE_WINDOW] = {.write = window_write, .read = window_read, .release = window_release},
    [WIRE_FIGURE] = {.write = figure_write, .read = figure_read, .release = figure_release},
    [WIRE_ACCIDENT] = {.write = accident_write, .read = accident_read},
    [WIRE_ERROR] = {.write = error_write, .read = error_read, .release = error_release},
};
