// SPDX-License-Identifier: GPL-3.0-or-later
// Blocking calls with a time limit of the kernel's, so that the way of a byte is the shortest.
#include "workloads/linux/net_flow.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "workloads/core/workload.h"
#include "workloads/linux/net_protocol.h"
#include "workloads/linux/place.h"

#define PATIENCE_TEXT "the peer said nothing for 10 s"

int net_flow_fail(const struct net_flow *flow, int code, const char *what)
{
    scope_free char *peer = ipv4_format_peer(&flow->peer);

    return err_system(flow->home->err, code, "%s: %s", peer, what);
}

// A load that is prepared anew with the same seed is another flow to the receiver, which may still
// remember the last one.
int net_flow_init(struct net_flow *flow, const struct workload_place *place)
{
    const struct home_place *home = place->home;
    uint64_t nonce;
    int rc;

    flow->fd = -1;
    flow->home = home;
    atomic_init(&flow->is_hurried, false);
    if (!*home->peer)
        return err_input(home->err, "nobody is named who answers (--peer ADDRESS:PORT)");
    rc = ipv4_parse_peer(home->peer, false, &flow->peer, home->err);
    if (rc == 0 && getrandom(&nonce, sizeof nonce, 0) != (ssize_t)sizeof nonce)
        rc = err_system(home->err, errno, "a number for the flow");
    if (rc == 0)
        flow->seed = rng_derive(place->seed, nonce);
    return rc;
}

static int set_limits(int fd, int type, uint64_t slice_ns)
{
    const struct timeval slice = {
        .tv_sec = (time_t)(slice_ns / CLOCK_NS_PER_SECOND),
        .tv_usec = (suseconds_t)(slice_ns % CLOCK_NS_PER_SECOND / 1000),
    };
    int one = 1;

    if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &slice, sizeof slice) < 0 ||
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &slice, sizeof slice) < 0 ||
        (type == SOCK_STREAM && setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one) < 0))
        return -errno;
    return 0;
}

// The kernel goes on connecting after the call's own time is up.
static int wait_connected(const struct net_flow *flow, int fd)
{
    uint64_t deadline_ns = clock_monotonic_ns() + NET_PATIENCE_NS;
    struct pollfd event = {.fd = fd, .events = POLLOUT};
    socklen_t length = sizeof(int);
    int code;

    for (;;) {
        int ready = poll(&event, 1, (int)(NET_SLICE_NS / CLOCK_NS_PER_MS));

        if (ready > 0 && getsockopt(fd, SOL_SOCKET, SO_ERROR, &code, &length) == 0)
            return -code;
        if (atomic_load(&flow->is_hurried))
            return -ECANCELED;
        if (clock_monotonic_ns() >= deadline_ns)
            return -ETIMEDOUT;
    }
}

static int connect_to(const struct net_flow *flow, int fd)
{
    const struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(flow->peer.port),
        .sin_addr.s_addr = htonl(flow->peer.address),
    };

    if (connect(fd, (const struct sockaddr *)&address, sizeof address) == 0)
        return 0;
    return errno == EINPROGRESS || errno == EAGAIN ? wait_connected(flow, fd) : -errno;
}

int net_flow_connect(struct net_flow *flow, int type, uint64_t slice_ns)
{
    scope_close int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);
    int rc = fd < 0 ? -errno : set_limits(fd, type, slice_ns);

    if (rc == 0)
        rc = connect_to(flow, fd);
    if (rc == -ECANCELED)
        return rc;
    if (rc < 0)
        return net_flow_fail(flow, -rc, "connecting");
    flow->fd = scope_take_fd(fd);
    return 0;
}

int net_flow_hello(struct net_flow *flow, struct net_hello *hello)
{
    hello->magic = NET_MAGIC;
    hello->seed = flow->seed;
    return net_flow_send(flow, hello, sizeof *hello);
}

// What a call that moved nothing means: 0 to try again, 1 hurried, or negative errno.
static int judge(const struct net_flow *flow, ssize_t moved, uint64_t *idle_since_ns)
{
    uint64_t now_ns;

    if (atomic_load(&flow->is_hurried))
        return 1;
    if (moved == 0)
        return net_flow_fail(flow, ECONNRESET, "the peer hung up");
    if (errno == EINTR)
        return 0;
    if (errno != EAGAIN)
        return net_flow_fail(flow, errno, "talking to the peer");
    now_ns = clock_monotonic_ns();
    if (*idle_since_ns == 0)
        *idle_since_ns = now_ns - NET_SLICE_NS;
    return now_ns - *idle_since_ns >= NET_PATIENCE_NS
               ? net_flow_fail(flow, ETIMEDOUT, PATIENCE_TEXT)
               : 0;
}

int net_flow_send(struct net_flow *flow, const void *bytes, size_t length)
{
    const unsigned char *at = bytes;
    uint64_t idle_since_ns = 0;

    while (length > 0) {
        ssize_t put = send(flow->fd, at, length, MSG_NOSIGNAL);

        if (put > 0) {
            at += put;
            length -= (size_t)put;
            idle_since_ns = 0;
        } else {
            int rc = judge(flow, put < 0 ? put : -1, &idle_since_ns);

            if (rc != 0)
                return rc;
        }
    }
    return 0;
}

int net_flow_receive(struct net_flow *flow, void *bytes, size_t length)
{
    unsigned char *at = bytes;
    uint64_t idle_since_ns = 0;

    while (length > 0) {
        ssize_t got = recv(flow->fd, at, length, 0);

        if (got > 0) {
            at += got;
            length -= (size_t)got;
            idle_since_ns = 0;
        } else {
            int rc = judge(flow, got, &idle_since_ns);

            if (rc != 0)
                return rc;
        }
    }
    return 0;
}

void net_flow_hurry(struct net_flow *flow)
{
    atomic_store(&flow->is_hurried, true);
}

void net_flow_close(struct net_flow *flow)
{
    if (flow->fd >= 0)
        close(flow->fd);
    flow->fd = -1;
}
