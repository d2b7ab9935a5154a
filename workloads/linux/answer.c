// SPDX-License-Identifier: GPL-3.0-or-later
// The door: one thread accepts connections, answers greetings itself, and hands those with a hello
// to a thread of their own.
#include "workloads/linux/answer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/base/err.h"
#include "common/base/scope.h"
#include "workloads/linux/net_protocol.h"
#include "workloads/linux/runner.h"

enum { BACKLOG = 1024, DATAGRAM_THREADS_MAX = 4, EVENTS = 64, PORT_TRIES = 16 };

struct door {
    int listen_fd;
    int epoll_fd;
};

static int watch(const struct door *door, int fd)
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP, .data.fd = fd};

    return epoll_ctl(door->epoll_fd, EPOLL_CTL_ADD, fd, &event);
}

static void accept_all(const struct door *door)
{
    int fd;

    while ((fd = accept4(door->listen_fd, NULL, NULL, SOCK_CLOEXEC)) >= 0)
        if (watch(door, fd) < 0)
            close(fd);
}

// A greeting's byte comes back as its complement. The connection ends here first, so that the
// other side can end it without leaving anything to wait for.
static void greet(int fd, unsigned char byte)
{
    byte = (unsigned char)~byte;
    if (send(fd, &byte, 1, MSG_NOSIGNAL | MSG_DONTWAIT) < 0) {
        // Whoever has left needs no answer.
    }
    close(fd);
}

// Its first bytes are there, all at once; whoever sends less than a hello is none of ours.
static void open_up(const struct door *door, int fd)
{
    union {
        struct net_hello hello;
        unsigned char bytes[sizeof(struct net_hello)];
    } first;
    ssize_t got = recv(fd, &first, sizeof first, MSG_DONTWAIT);

    epoll_ctl(door->epoll_fd, EPOLL_CTL_DEL, fd, NULL);
    if (got > 0 && first.bytes[0] < NET_MAGIC)
        greet(fd, first.bytes[0]);
    else if (got == (ssize_t)sizeof first)
        answer_session(fd, &first.hello);
    else
        close(fd);
}

static void *serve_door(void *door_)
{
    struct door *door = door_;
    struct epoll_event events[EVENTS];

    for (;;) {
        int ready = epoll_wait(door->epoll_fd, events, EVENTS, -1);

        for (int i = 0; i < ready; i++) {
            if (events[i].data.fd == door->listen_fd)
                accept_all(door);
            else
                open_up(door, events[i].data.fd);
        }
    }
    return NULL;
}

static int bind_socket(int type, const struct ipv4_peer *at, int *ret_fd)
{
    const struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(at->port),
        .sin_addr.s_addr = htonl(at->address),
    };
    int one = 1;
    // Several sockets share a port of UDP, so that each sender has one thread that counts for it.
    int option = type == SOCK_STREAM ? SO_REUSEADDR : SO_REUSEPORT;
    scope_close int fd =
        socket(AF_INET, type | SOCK_CLOEXEC | (type == SOCK_STREAM ? SOCK_NONBLOCK : 0), 0);

    if (fd < 0 || setsockopt(fd, SOL_SOCKET, option, &one, sizeof one) < 0 ||
        bind(fd, (const struct sockaddr *)&address, sizeof address) < 0)
        return -errno;
    *ret_fd = scope_take_fd(fd);
    return 0;
}

static int listen_tcp(const struct ipv4_peer *at, struct door *door, struct ipv4_peer *ret_at)
{
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    int rc = bind_socket(SOCK_STREAM, at, &door->listen_fd);

    if (rc < 0)
        return rc;
    door->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    if (listen(door->listen_fd, BACKLOG) < 0 || door->epoll_fd < 0 ||
        watch(door, door->listen_fd) < 0 ||
        getsockname(door->listen_fd, (struct sockaddr *)&address, &length) < 0)
        return -errno;
    *ret_at = (struct ipv4_peer){.address = at->address, .port = ntohs(address.sin_port)};
    return 0;
}

static int listen_udp(const struct ipv4_peer *at)
{
    uint32_t threads = runner_cpus();
    int rc = 0;

    if (threads > DATAGRAM_THREADS_MAX)
        threads = DATAGRAM_THREADS_MAX;
    for (uint32_t i = 0; rc == 0 && i < threads; i++) {
        int fd;

        rc = bind_socket(SOCK_DGRAM, at, &fd);
        if (rc == 0)
            rc = answer_datagrams(fd);
    }
    return rc;
}

static int listen_both(const struct ipv4_peer *at, struct door *door, struct ipv4_peer *ret_at)
{
    int rc;

    door->listen_fd = door->epoll_fd = -1;
    rc = listen_tcp(at, door, ret_at);
    if (rc == 0)
        rc = listen_udp(ret_at);
    if (rc < 0) {
        scope_close_(&door->listen_fd);
        scope_close_(&door->epoll_fd);
        door->listen_fd = door->epoll_fd = -1;
    }
    return rc;
}

// The kernel gives a port that is free for connections; somebody's datagrams may have it already.
static int listen_somewhere(const struct ipv4_peer *at, struct door *door, struct ipv4_peer *ret_at)
{
    int rc = -EADDRINUSE;

    for (int tries = 0; rc == -EADDRINUSE && tries < (at->port ? 1 : PORT_TRIES); tries++)
        rc = listen_both(at, door, ret_at);
    return rc;
}

// The door lives as long as the process.
int answer_start(const struct ipv4_peer *at, struct ipv4_peer *ret_at, struct err *err)
{
    struct door *door = calloc(1, sizeof *door);
    scope_free char *text = ipv4_format_peer(at);
    struct ipv4_peer bound;
    pthread_t thread;
    int rc;

    if (!door)
        return err_system(err, ENOMEM, "answering on %s", text);
    rc = listen_somewhere(at, door, &bound);
    if (rc == 0)
        rc = -pthread_create(&thread, NULL, serve_door, door);
    if (rc < 0) {
        scope_close_(&door->listen_fd);
        scope_close_(&door->epoll_fd);
        free(door);
        return err_system(err, -rc, "answering on %s", text);
    }
    pthread_detach(thread);
    *ret_at = bound;
    return 0;
}
