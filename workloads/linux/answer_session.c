// SPDX-License-Identifier: GPL-3.0-or-later
// One connection after its hello, on a thread of its own that blocks: nothing stands between the
// bytes that come and the answer.
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "workloads/linux/answer.h"
#include "workloads/linux/net_protocol.h"

enum { STACK_BYTES = 256 << 10, EDGE_BYTES = 64 };

struct session {
    int fd;
    struct net_hello hello;
    unsigned char *expected; // the next message, as it must be
    unsigned char *bytes;    // as it came
    unsigned char *response;
};

static bool receive(int fd, void *bytes, size_t length)
{
    return recv(fd, bytes, length, MSG_WAITALL) == (ssize_t)length;
}

static bool send_all(int fd, const void *bytes, size_t length)
{
    const unsigned char *at = bytes;

    while (length > 0) {
        ssize_t put = send(fd, at, length, MSG_NOSIGNAL);

        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        at += put;
        length -= (size_t)put;
    }
    return true;
}

static bool is_equal(const struct session *session, size_t from, size_t length)
{
    return memcmp(session->bytes + from, session->expected + from, length) == 0;
}

static bool is_right(const struct session *session)
{
    size_t length = session->hello.request_bytes;

    if (session->hello.check_all || length <= (size_t)2 * EDGE_BYTES)
        return is_equal(session, 0, length);
    return is_equal(session, 0, EDGE_BYTES) && is_equal(session, length - EDGE_BYTES, EDGE_BYTES);
}

// A wrong request gets a wrong response, which the other side will find.
static void answer_requests(struct session *session)
{
    size_t request = session->hello.request_bytes, response = session->hello.response_bytes;

    for (uint64_t k = 0;; k++) {
        if (!receive(session->fd, session->bytes, request))
            return;
        net_stamp(session->expected, request, k);
        net_stamp(session->response, response, is_right(session) ? k : ~k);
        if (!send_all(session->fd, session->response, response))
            return;
        net_stamp(session->expected, request, k);
        net_stamp(session->response, response, k);
    }
}

static void take_blocks(struct session *session)
{
    size_t length = session->hello.request_bytes;
    bool right = true;

    for (uint64_t k = 0; right; k++) {
        uint64_t count = k + 1;

        if (!receive(session->fd, session->bytes, length))
            return;
        net_stamp(session->expected, length, k);
        right = is_right(session);
        net_stamp(session->expected, length, k);
        if (!right)
            count = NET_DAMAGED;
        if (!send_all(session->fd, &count, sizeof count))
            return;
    }
    // Hung up on with bytes unread, the other side would hear of nothing but that.
    while (receive(session->fd, session->bytes, length))
        ;
}

static void *serve(void *session_)
{
    struct session *session = session_;

    net_fill(session->expected, session->hello.request_bytes, session->hello.seed);
    net_fill(session->response, session->hello.response_bytes, ~session->hello.seed);
    if (session->hello.mode == NET_RR)
        answer_requests(session);
    else
        take_blocks(session);
    close(session->fd);
    free(session->expected);
    free(session->bytes);
    free(session->response);
    free(session);
    return NULL;
}

static bool is_ours(const struct net_hello *hello)
{
    return hello->magic == NET_MAGIC && (hello->mode == NET_RR || hello->mode == NET_STREAM) &&
           hello->request_bytes >= 1 && hello->request_bytes <= NET_BYTES_MAX &&
           hello->response_bytes >= 1 && hello->response_bytes <= NET_BYTES_MAX;
}

static struct session *session_new(int fd, const struct net_hello *hello)
{
    struct session *session = calloc(1, sizeof *session);

    if (!session)
        return NULL;
    session->fd = fd;
    session->hello = *hello;
    session->expected = malloc(hello->request_bytes);
    session->bytes = malloc(hello->request_bytes);
    session->response = malloc(hello->response_bytes);
    if (session->expected && session->bytes && session->response)
        return session;
    free(session->expected);
    free(session->bytes);
    free(session->response);
    free(session);
    return NULL;
}

static int start(struct session *session)
{
    pthread_attr_t attributes;
    pthread_t thread;
    int code = pthread_attr_init(&attributes);

    if (code)
        return -code;
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    code = pthread_create(&thread, &attributes, serve, session);
    pthread_attr_destroy(&attributes);
    return -code;
}

// What cannot be served is hung up on: the other side hears that.
void answer_session(int fd, const struct net_hello *hello)
{
    struct session *session = is_ours(hello) ? session_new(fd, hello) : NULL;
    int one = 1;

    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (session && start(session) == 0)
        return;
    if (session) {
        free(session->expected);
        free(session->bytes);
        free(session->response);
        free(session);
    }
    close(fd);
}
