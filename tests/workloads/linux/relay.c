// SPDX-License-Identifier: GPL-3.0-or-later
// Sockets on the loopback and a thread each.
#include "tests/workloads/linux/relay.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

static struct sockaddr_in address_of(const struct ipv4_peer *peer)
{
    return (struct sockaddr_in){
        .sin_family = AF_INET,
        .sin_port = htons(peer->port),
        .sin_addr.s_addr = htonl(peer->address),
    };
}

static int open_socket(int type, struct ipv4_peer *ret_at)
{
    const struct ipv4_peer loopback = {.address = INADDR_LOOPBACK};
    struct sockaddr_in address = address_of(&loopback);
    socklen_t length = sizeof address;
    int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);

    cr_assert_eq(bind(fd, (struct sockaddr *)&address, length), 0);
    cr_assert_eq(getsockname(fd, (struct sockaddr *)&address, &length), 0);
    *ret_at = (struct ipv4_peer){INADDR_LOOPBACK, ntohs(address.sin_port)};
    if (type == SOCK_STREAM)
        cr_assert_eq(listen(fd, 16), 0);
    return fd;
}

static int connect_to(int type, const struct ipv4_peer *peer)
{
    struct sockaddr_in address = address_of(peer);
    int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0), one = 1;

    if (type == SOCK_STREAM)
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    cr_assert_eq(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

static void start(void *(*run)(void *), void *context)
{
    pthread_t thread;

    cr_assert_eq(pthread_create(&thread, NULL, run, context), 0);
    pthread_detach(thread);
}

static bool loses(struct relay *relay)
{
    uint32_t each = atomic_load(&relay->lose_each);
    bool lost = each && ++relay->seen % each == 0;

    if (lost)
        atomic_fetch_add(&relay->lost, 1);
    return lost;
}

// Turns over the byte at spoil_at of all that passed, if it is among these.
static void spoil(struct relay *relay, unsigned char *bytes, ssize_t length, uint64_t *passed)
{
    uint64_t at = atomic_load(&relay->spoil_at);

    if (at && length > 0 && at > *passed && at <= *passed + (uint64_t)length)
        bytes[at - *passed - 1] ^= 1;
    *passed += length > 0 ? (uint64_t)length : 0;
}

// Every sender gets a socket of its own towards the target; one is enough for a test's load.
static void *run_datagrams(void *relay_)
{
    struct relay *relay = relay_;
    struct sockaddr_in from = {0};
    int target_fd = connect_to(SOCK_DGRAM, &relay->target);
    struct pollfd events[] = {
        {.fd = relay->fd, .events = POLLIN},
        {.fd = target_fd, .events = POLLIN},
    };
    uint64_t passed = 0;

    for (;;) {
        unsigned char bytes[2048];
        socklen_t size = sizeof from;
        ssize_t got;

        poll(events, 2, -1);
        if (events[0].revents & POLLIN) {
            got = recvfrom(relay->fd, bytes, sizeof bytes, 0, (struct sockaddr *)&from, &size);
            spoil(relay, bytes, got, &passed);
            if (got > 0 && !loses(relay) && send(target_fd, bytes, (size_t)got, 0) < 0)
                break;
        }
        if (events[1].revents) {
            got = recv(target_fd, bytes, sizeof bytes, 0);
            spoil(relay, bytes, got, &passed);
            if (got > 0 && !loses(relay) &&
                sendto(relay->fd, bytes, (size_t)got, 0, (struct sockaddr *)&from, size) < 0)
                break;
        }
    }
    return NULL;
}

struct ipv4_peer relay_datagrams(struct relay *relay)
{
    struct ipv4_peer at;

    relay->fd = open_socket(SOCK_DGRAM, &at);
    start(run_datagrams, relay);
    return at;
}

static void *run_connection(void *relay_)
{
    struct relay *relay = relay_;
    int fd = accept(relay->fd, NULL, NULL);
    int target_fd = connect_to(SOCK_STREAM, &relay->target);
    struct pollfd events[] = {
        {.fd = fd, .events = POLLIN},
        {.fd = target_fd, .events = POLLIN},
    };
    uint64_t passed = 0;
    int one = 1;

    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    for (;;) {
        unsigned char bytes[65536];

        poll(events, 2, -1);
        for (int side = 0; side < 2; side++) {
            ssize_t got = events[side].revents ? recv(events[side].fd, bytes, sizeof bytes, 0) : -1;

            if (got < 0)
                continue;
            spoil(relay, bytes, got, &passed);
            if (got == 0 || send(events[!side].fd, bytes, (size_t)got, MSG_NOSIGNAL) != got) {
                close(fd);
                close(target_fd);
                return NULL;
            }
        }
    }
}

struct ipv4_peer relay_connection(struct relay *relay)
{
    struct ipv4_peer at;

    relay->fd = open_socket(SOCK_STREAM, &at);
    start(run_connection, relay);
    return at;
}

// The kernel accepts; nobody reads.
struct ipv4_peer relay_silence(int type)
{
    struct ipv4_peer at;

    open_socket(type, &at);
    return at;
}
