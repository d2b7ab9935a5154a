// SPDX-License-Identifier: GPL-3.0-or-later
// Datagrams: requests are answered, and the many of a flow are counted. What comes late, twice or
// damaged does not count.
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "workloads/linux/answer.h"
#include "workloads/linux/net_protocol.h"

enum { STACK_BYTES = 256 << 10, BATCH = 64, SETS = 512, WAYS = 8, BUFFER_BYTES = 4 << 20 };

// One sender's packets.
struct flow {
    uint64_t seed;
    uint64_t highest; // number that came so far
    uint64_t count;   // that came in their order, each once
    uint64_t used;    // when it was last looked at, in batches
    bool is_damaged;
};

struct counter {
    int fd;
    bool was_asked; // the last that came was a request, whose sender waits
    uint64_t batches;
    struct flow flows[SETS][WAYS];
    unsigned char bytes[BATCH][NET_DATAGRAM_MAX];
    struct sockaddr_in from[BATCH];
    struct iovec vectors[BATCH];
    struct mmsghdr messages[BATCH];
};

// The flow of that seed; a new one takes the place of what was longest without any.
static struct flow *find_flow(struct counter *counter, uint64_t seed)
{
    struct flow *set = counter->flows[(seed ^ seed >> 32) % SETS];
    struct flow *found = &set[0];

    for (size_t i = 0; i < WAYS && found->seed != seed; i++)
        if (set[i].seed == seed || set[i].used < found->used)
            found = &set[i];
    if (found->seed != seed)
        *found = (struct flow){.seed = seed};
    found->used = counter->batches;
    return found;
}

static void send_back(const struct counter *counter, size_t i, const void *bytes, size_t length)
{
    // A sender that has gone, and a full queue, are lost datagrams as any others.
    if (sendto(counter->fd, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL,
               (const struct sockaddr *)&counter->from[i], sizeof counter->from[i]) < 0)
        return;
}

static void count_packet(struct flow *flow, const struct net_datagram *header, bool is_whole)
{
    flow->is_damaged |= !is_whole;
    if (header->number <= flow->highest)
        return;
    flow->highest = header->number;
    flow->count++;
}

static void tell_count(const struct counter *counter, size_t i, const struct net_datagram *asked,
                       uint64_t count)
{
    unsigned char bytes[NET_COUNT_BYTES];
    const struct net_datagram header = {
        .kind = NET_COUNT,
        .seed = asked->seed,
        .number = asked->number,
        .value = count,
    };

    memcpy(bytes, &header, sizeof header);
    net_datagram_fill(bytes, sizeof bytes);
    send_back(counter, i, bytes, sizeof bytes);
}

static void answer_request(const struct counter *counter, size_t i,
                           const struct net_datagram *header)
{
    unsigned char bytes[NET_DATAGRAM_MAX];
    struct net_datagram answer = *header;

    if (header->value < sizeof answer || header->value > sizeof bytes)
        return;
    answer.kind = NET_ANSWER;
    memcpy(bytes, &answer, sizeof answer);
    net_datagram_fill(bytes, header->value);
    send_back(counter, i, bytes, header->value);
}

static void take(struct counter *counter, size_t i, size_t length)
{
    const unsigned char *bytes = counter->bytes[i];
    struct net_datagram header;
    struct flow *flow;
    bool is_whole;

    if (length < sizeof header)
        return;
    memcpy(&header, bytes, sizeof header);
    if (header.kind < NET_ASK || header.kind > NET_PROBE)
        return;
    counter->was_asked = header.kind == NET_ASK;
    is_whole = net_datagram_is_whole(bytes, length);
    if (header.kind == NET_ASK && is_whole)
        answer_request(counter, i, &header);
    if (header.kind == NET_ASK && !is_whole)
        tell_count(counter, i, &header, NET_DAMAGED);
    if (header.kind == NET_ASK)
        return;
    flow = find_flow(counter, header.seed);
    if (header.kind != NET_PROBE)
        count_packet(flow, &header, is_whole);
    if (header.kind != NET_PACKET)
        tell_count(counter, i, &header, flow->is_damaged ? NET_DAMAGED : flow->count);
}

// One, by the shortest way there is: who asks waits, and has nothing more on its way.
static void serve_one(struct counter *counter)
{
    socklen_t from_bytes = sizeof counter->from[0];
    ssize_t got = recvfrom(counter->fd, counter->bytes[0], sizeof counter->bytes[0], 0,
                           (struct sockaddr *)&counter->from[0], &from_bytes);

    if (got >= 0)
        take(counter, 0, (size_t)got);
}

// As many as are there.
static void serve_many(struct counter *counter)
{
    int got;

    for (size_t i = 0; i < BATCH; i++)
        counter->messages[i].msg_hdr.msg_namelen = sizeof counter->from[i];
    got = recvmmsg(counter->fd, counter->messages, BATCH, MSG_WAITFORONE, NULL);
    for (int i = 0; i < got; i++)
        take(counter, (size_t)i, counter->messages[i].msg_len);
}

static void *serve(void *counter_)
{
    struct counter *counter = counter_;

    for (;;) {
        counter->batches++;
        if (counter->was_asked)
            serve_one(counter);
        else
            serve_many(counter);
    }
    return NULL;
}

static void point(struct counter *counter)
{
    for (size_t i = 0; i < BATCH; i++) {
        counter->vectors[i] = (struct iovec){
            .iov_base = counter->bytes[i],
            .iov_len = sizeof counter->bytes[i],
        };
        counter->messages[i].msg_hdr = (struct msghdr){
            .msg_name = &counter->from[i],
            .msg_iov = &counter->vectors[i],
            .msg_iovlen = 1,
        };
    }
}

int answer_datagrams(int fd)
{
    struct counter *counter = calloc(1, sizeof *counter);
    pthread_attr_t attributes;
    pthread_t thread;
    int bytes = BUFFER_BYTES, code = counter ? pthread_attr_init(&attributes) : ENOMEM;

    if (code == 0) {
        // As much as the host allows: what does not fit is lost, and told.
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
        counter->fd = fd;
        point(counter);
        pthread_attr_setstacksize(&attributes, STACK_BYTES);
        pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
        code = pthread_create(&thread, &attributes, serve, counter);
        pthread_attr_destroy(&attributes);
    }
    if (code) {
        close(fd);
        free(counter);
    }
    return -code;
}
