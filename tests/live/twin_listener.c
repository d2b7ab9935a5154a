// SPDX-License-Identifier: GPL-3.0-or-later
// One thread that takes calls and hears windows.
#include "tests/live/twin_listener.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/load.h"
#include "common/wire/channel.h"

#define BOOT_NS   (120 * CLOCK_NS_PER_SECOND)
#define WINDOW_NS (100 * CLOCK_NS_PER_MS)

enum { CALLS_MAX = 16, ALIVE_MS = 2000 };

struct twin_listener {
    int listen_fd, stop_fd;
    struct channel calls[CALLS_MAX];
    size_t count;
    pthread_t thread;
    bool has_thread;
    atomic_uint windows;
};

int twin_listener_open(const char *socket_path, struct twin_listener **ret_listener,
                       struct err *err)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, socket_path, sizeof address.sun_path - 1);
    scope_close int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0 ||
        listen(fd, CALLS_MAX) < 0)
        return err_system(err, errno, "%s", socket_path);
    struct twin_listener *listener = alloc_zeroed(1, sizeof *listener);
    listener->listen_fd = scope_take_fd(fd);
    listener->stop_fd = eventfd(0, EFD_CLOEXEC);
    *ret_listener = listener;
    return 0;
}

uint32_t twin_listener_windows(const struct twin_listener *listener)
{
    return atomic_load(&listener->windows);
}

// --- hearing -----------------------------------------------------------------------------------

static bool take_call(struct twin_listener *listener)
{
    int fd = accept4(listener->listen_fd, NULL, NULL, SOCK_CLOEXEC);
    if (fd < 0)
        return false;
    if (listener->count == CALLS_MAX) {
        close(fd);
        return false;
    }
    channel_init(&listener->calls[listener->count++], fd);
    return true;
}

static void drop_call(struct twin_listener *listener, size_t index)
{
    close(listener->calls[index].fd);
    channel_done(&listener->calls[index]);
    listener->calls[index] = listener->calls[--listener->count];
}

// A line may have been cut in two by the way: it is passed over.
static void hear(struct twin_listener *listener, size_t index)
{
    struct channel *call = &listener->calls[index];
    struct wire_message message;
    int code = channel_fill(call, NULL), result;
    while ((result = channel_next(call, &message, NULL)) != 0 && result != -EPIPE)
        if (result == 1) {
            atomic_fetch_add(&listener->windows, message.type == WIRE_WINDOW);
            wire_message_done(&message);
        }
    if (code < 0)
        drop_call(listener, index);
}

// A guest on a serial line that hears nothing for long ends.
static void send_alive(struct twin_listener *listener, uint64_t *last_ns)
{
    uint64_t now_ns = clock_monotonic_ns();
    if (now_ns - *last_ns < ALIVE_MS * CLOCK_NS_PER_MS)
        return;
    *last_ns = now_ns;
    for (size_t i = 0; i < listener->count; i++)
        channel_send_alive(&listener->calls[i], NULL);
}

static void *listen_on(void *context)
{
    struct twin_listener *listener = context;
    uint64_t alive_ns = clock_monotonic_ns();
    for (;;) {
        struct pollfd polls[CALLS_MAX + 2] = {{.fd = listener->stop_fd, .events = POLLIN},
                                              {.fd = listener->listen_fd, .events = POLLIN}};
        size_t count = listener->count;
        for (size_t i = 0; i < count; i++)
            polls[i + 2] = (struct pollfd){.fd = listener->calls[i].fd, .events = POLLIN};
        poll(polls, count + 2, ALIVE_MS);
        if (polls[0].revents)
            return NULL;
        for (size_t i = count; i-- > 0;)
            if (polls[i + 2].revents)
                hear(listener, i);
        if (polls[1].revents)
            take_call(listener);
        send_alive(listener, &alive_ns);
    }
}

// --- the conversation --------------------------------------------------------------------------

static int expect(struct channel *call, enum wire_type type, struct err *err)
{
    struct wire_message message;
    int result = channel_wait(call, clock_monotonic_ns() + BOOT_NS, &message, err);
    if (result < 0)
        return result;
    bool is_it = message.type == type;
    if (!is_it)
        err_host(err, NULL, "it said %s where %s was due: %s", wire_type_name(message.type),
                 wire_type_name(type),
                 message.type == WIRE_ERROR ? message.error.what : "no error");
    wire_message_done(&message);
    return is_it ? 0 : -ENOTSUP;
}

static int say(struct channel *call, const struct wire_message *message, struct err *err)
{
    return channel_send_wait(call, message, clock_monotonic_ns() + BOOT_NS, err);
}

static int converse(struct channel *call, const struct load *load, struct err *err)
{
    const struct wire_message prepare = {
        .type = WIRE_PREPARE,
        .prepare = {.load = *load, .seed = 1, .content_seed = 1},
    };
    const struct wire_message begin = {.type = WIRE_START, .start = {.window_ns = WINDOW_NS}};
    int result = expect(call, WIRE_HELLO, err);
    if (result == 0)
        result = say(call, &prepare, err);
    if (result == 0)
        result = expect(call, WIRE_READY, err);
    if (result == 0)
        result = say(call, &begin, err);
    return result == 0 ? expect(call, WIRE_STARTED, err) : result;
}

int twin_listener_begin(struct twin_listener *listener, const struct load *load, struct err *err)
{
    struct pollfd call = {.fd = listener->listen_fd, .events = POLLIN};
    if (poll(&call, 1, (int)(BOOT_NS / CLOCK_NS_PER_MS)) != 1 || !take_call(listener))
        return err_system(err, ETIMEDOUT, "nobody called");
    int result = converse(&listener->calls[0], load, err);
    if (result < 0)
        return result;
    int code = pthread_create(&listener->thread, NULL, listen_on, listener);
    listener->has_thread = code == 0;
    return code ? err_system(err, code, "thread") : 0;
}

void twin_listener_close(struct twin_listener *listener)
{
    if (!listener)
        return;
    eventfd_write(listener->stop_fd, 1);
    if (listener->has_thread)
        pthread_join(listener->thread, NULL);
    while (listener->count)
        drop_call(listener, listener->count - 1);
    close(listener->listen_fd);
    close(listener->stop_fd);
    free(listener);
}
