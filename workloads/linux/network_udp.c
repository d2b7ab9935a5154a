// SPDX-License-Identifier: GPL-3.0-or-later
// The variants of the network workload over UDP, where datagrams get lost: each that did is counted
// and told. What the other end does stands in answer_datagrams.c.
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "workloads/core/workload.h"
#include "workloads/linux/figures.h"
#include "workloads/linux/net_flow.h"
#include "workloads/linux/net_protocol.h"
#include "workloads/linux/network.h"
#include "workloads/linux/place.h"
#include "workloads/linux/settings.h"

enum { BURST_MAX = 256, BURSTS_AHEAD = 8 };
// A receiver that has said nothing of a burst for so long is asked.
#define PROBE_NS UINT64_C(50000000)

struct udp_state {
    struct net_flow flow;
    size_t request_bytes, response_bytes;
    uint64_t timeout_ns; // after which a request counts as lost
    uint64_t sent, lost, late;
    uint64_t burst;       // packets: so many are sent at once
    uint64_t ahead;       // packets: so many may be unaccounted for
    uint64_t told_number; // packets: up to this one it is known what came
    uint64_t told;        // packets: that came
    uint64_t counted;     // packets: of which operations were made
    struct bursts *bursts;
};

// A burst as the kernel takes it.
struct bursts {
    unsigned char bytes[BURST_MAX][NET_DATAGRAM_MAX];
    struct iovec vectors[BURST_MAX];
    struct mmsghdr messages[BURST_MAX];
};

_Static_assert(sizeof(struct udp_state) <= WORKLOAD_STATE_BYTES, "too large a state");

static bool is_hurried(const struct udp_state *state)
{
    return atomic_load(&state->flow.is_hurried);
}

static int damaged(const struct udp_state *state)
{
    return net_flow_fail(&state->flow, EIO, "wrong bytes came over the network");
}

void network_udp_hurry(void *state_)
{
    struct udp_state *state = state_;

    net_flow_hurry(&state->flow);
}

static void put_header(unsigned char *bytes, const struct udp_state *state, enum net_kind kind,
                       uint64_t number, uint64_t value)
{
    const struct net_datagram header = {
        .kind = kind,
        .seed = state->flow.seed,
        .number = number,
        .value = value,
    };

    memcpy(bytes, &header, sizeof header);
}

// A full queue of ours is a datagram lost like any other. 0, or negative errno.
static int judge_send(const struct udp_state *state, ssize_t put)
{
    if (put >= 0 || errno == EAGAIN || errno == ENOBUFS || errno == EINTR || errno == EPERM)
        return 0;
    return net_flow_fail(&state->flow, errno, "sending");
}

// One datagram for this flow. Its length, 0 when none came in a slice of time, or negative errno.
static ssize_t receive(struct udp_state *state, unsigned char *bytes, size_t size,
                       struct net_datagram *ret_header)
{
    ssize_t got = recv(state->flow.fd, bytes, size, 0);

    if (got < 0)
        return errno == EAGAIN || errno == EINTR ? 0
                                                 : net_flow_fail(&state->flow, errno, "receiving");
    if (got < (ssize_t)sizeof *ret_header)
        return damaged(state);
    memcpy(ret_header, bytes, sizeof *ret_header);
    if (ret_header->seed != state->flow.seed || !net_datagram_is_whole(bytes, (size_t)got))
        return damaged(state);
    return got;
}

static void add_totals(const struct udp_state *state, struct network_totals *totals)
{
    atomic_fetch_add(&totals->sent, state->sent);
    atomic_fetch_add(&totals->lost, state->lost);
    atomic_fetch_add(&totals->late, state->late);
}

static void tell(struct figures *figures, const struct network_totals *totals)
{
    double sent = (double)atomic_load(&totals->sent), lost = (double)atomic_load(&totals->lost);

    figures_add(figures, "datagrams_sent", "", true, sent);
    figures_add(figures, "datagrams_lost", "", false, lost);
    figures_add(figures, "datagrams_late", "", false, (double)atomic_load(&totals->late));
    if (sent > 0)
        figures_add(figures, "lost_ratio", "", false, lost / sent);
}

void network_udp_finish(void *state_)
{
    struct udp_state *state = state_;
    struct network_totals *totals = state->flow.home->shared;

    add_totals(state, totals);
    if (network_totals_is_last(totals, state->flow.home))
        tell(state->flow.home->figures, totals);
    net_flow_close(&state->flow);
    free(state->bursts);
    state->bursts = NULL;
}

static void give_back(struct udp_state *state)
{
    net_flow_close(&state->flow);
    free(state->bursts);
    state->bursts = NULL;
}

static int check_size(const struct udp_state *state, const char *option, size_t bytes)
{
    if (bytes >= sizeof(struct net_datagram) && bytes <= NET_DATAGRAM_MAX)
        return 0;
    return err_input(state->flow.home->err, "option %s: a datagram has %zu to %d bytes", option,
                     sizeof(struct net_datagram), NET_DATAGRAM_MAX);
}

// --- request and response -----------------------------------------------------------------------

static int ask(struct udp_state *state)
{
    unsigned char bytes[NET_DATAGRAM_MAX];

    put_header(bytes, state, NET_ASK, ++state->sent, state->response_bytes);
    net_datagram_fill(bytes, state->request_bytes);
    return judge_send(state, send(state->flow.fd, bytes, state->request_bytes, MSG_NOSIGNAL));
}

// Waits for the answer to the last request. 1 it came, 0 it is lost, or negative errno.
static int hear_answer(struct udp_state *state, uint64_t asked_ns)
{
    unsigned char bytes[NET_DATAGRAM_MAX];
    struct net_datagram header;

    for (;;) {
        ssize_t got = receive(state, bytes, sizeof bytes, &header);

        if (got < 0)
            return (int)got;
        if (got > 0 && header.kind == NET_ANSWER && header.number == state->sent)
            return got == (ssize_t)state->response_bytes ? 1 : damaged(state);
        if (got > 0 && header.kind == NET_COUNT && header.value == NET_DAMAGED)
            return damaged(state);
        state->late += got > 0;
        if (is_hurried(state) || clock_monotonic_ns() - asked_ns >= state->timeout_ns)
            return 0;
    }
}

// What is lost is asked for anew: the wait is in the operation's latency.
int network_udp_rr_operate(void *state_)
{
    struct udp_state *state = state_;
    uint64_t began_ns = clock_monotonic_ns(), asked_ns = began_ns;

    for (;;) {
        int rc = ask(state);

        if (rc == 0)
            rc = hear_answer(state, asked_ns);
        if (rc != 0 || is_hurried(state))
            return rc < 0 ? rc : 0;
        state->lost++;
        asked_ns = clock_monotonic_ns();
        if (asked_ns - began_ns >= NET_PATIENCE_NS)
            return net_flow_fail(&state->flow, ETIMEDOUT, "no answer to any request for 10 s");
    }
}

static int open_flow(struct udp_state *state, uint64_t slice_ns)
{
    int rc = net_flow_connect(&state->flow, SOCK_DGRAM, slice_ns);

    if (rc < 0)
        give_back(state);
    return rc;
}

int network_udp_rr_prepare(void *state_, const struct workload_place *place)
{
    struct udp_state *state = state_;
    const struct settings *settings = place->home->settings;
    int rc;

    *state = (struct udp_state){
        .request_bytes = settings_number(settings, "request"),
        .response_bytes = settings_number(settings, "response"),
        .timeout_ns = settings_number(settings, "timeout"),
    };
    rc = net_flow_init(&state->flow, place);
    if (rc == 0)
        rc = check_size(state, "request", state->request_bytes);
    if (rc == 0)
        rc = check_size(state, "response", state->response_bytes);
    if (rc == 0)
        rc = open_flow(state, state->timeout_ns);
    if (rc < 0)
        return rc;
    rc = network_udp_rr_operate(state);
    state->lost = state->late = 0;
    if (rc < 0)
        give_back(state);
    return rc;
}

// --- many packets -------------------------------------------------------------------------------

// The last of a burst asks what came.
static int send_burst(struct udp_state *state)
{
    struct bursts *bursts = state->bursts;
    size_t count = state->burst;

    for (size_t i = 0; i < count; i++) {
        put_header(bursts->bytes[i], state, i + 1 < count ? NET_PACKET : NET_LAST, ++state->sent,
                   0);
        net_datagram_fill(bursts->bytes[i], state->request_bytes);
    }
    for (size_t done = 0; done < count;) {
        int put = sendmmsg(state->flow.fd, bursts->messages + done, (unsigned)(count - done),
                           MSG_NOSIGNAL);
        int rc = judge_send(state, put);

        if (rc < 0)
            return rc;
        // One that could not be sent is passed over.
        done += put > 0 ? (size_t)put : 1;
    }
    return 0;
}

static int probe(const struct udp_state *state)
{
    unsigned char bytes[NET_COUNT_BYTES];

    put_header(bytes, state, NET_PROBE, state->sent, 0);
    net_datagram_fill(bytes, sizeof bytes);
    return judge_send(state, send(state->flow.fd, bytes, sizeof bytes, MSG_NOSIGNAL));
}

static int take_count(struct udp_state *state, const struct net_datagram *header)
{
    if (header->kind != NET_COUNT)
        return 0;
    if (header->value == NET_DAMAGED)
        return damaged(state);
    if (header->number <= state->told_number)
        return 0;
    if (header->value < state->told || header->value > header->number)
        return net_flow_fail(&state->flow, EPROTO, "the receiver has lost count");
    state->told_number = header->number;
    state->told = header->value;
    state->lost = header->number - header->value;
    return 0;
}

// One word of the receiver's; asks for it where none comes.
static int hear_count(struct udp_state *state, uint64_t *heard_ns)
{
    unsigned char bytes[NET_DATAGRAM_MAX];
    struct net_datagram header;
    ssize_t got = receive(state, bytes, sizeof bytes, &header);

    if (got < 0)
        return (int)got;
    if (got > 0) {
        *heard_ns = clock_monotonic_ns();
        return take_count(state, &header);
    }
    if (clock_monotonic_ns() - *heard_ns >= NET_PATIENCE_NS)
        return net_flow_fail(&state->flow, ETIMEDOUT, "the receiver told nothing for 10 s");
    return probe(state);
}

// An operation is a packet that came, as the receiver has told.
int network_packets_operate(void *state_)
{
    struct udp_state *state = state_;
    uint64_t heard_ns;
    int rc = 0;

    if (state->counted < state->told) {
        state->counted++;
        return 0;
    }
    heard_ns = clock_monotonic_ns();
    while (rc == 0 && state->counted == state->told && !is_hurried(state)) {
        while (rc == 0 && state->sent - state->told_number < state->ahead)
            rc = send_burst(state);
        if (rc == 0)
            rc = hear_count(state, &heard_ns);
    }
    state->counted += rc == 0 && state->counted < state->told;
    return rc;
}

static int make_bursts(struct udp_state *state)
{
    struct bursts *bursts = calloc(1, sizeof *bursts);

    if (!bursts)
        return err_system(state->flow.home->err, ENOMEM, "a burst of packets");
    for (size_t i = 0; i < BURST_MAX; i++) {
        bursts->vectors[i] = (struct iovec){
            .iov_base = bursts->bytes[i],
            .iov_len = state->request_bytes,
        };
        bursts->messages[i].msg_hdr.msg_iov = &bursts->vectors[i];
        bursts->messages[i].msg_hdr.msg_iovlen = 1;
    }
    state->bursts = bursts;
    return 0;
}

int network_packets_prepare(void *state_, const struct workload_place *place)
{
    struct udp_state *state = state_;
    const struct settings *settings = place->home->settings;
    bool paced = place->home->paced;
    int rc;

    *state = (struct udp_state){
        .request_bytes = settings_number(settings, "size"),
        .burst = paced ? 1 : settings_number(settings, "burst"),
    };
    state->ahead = paced ? 1 : state->burst * BURSTS_AHEAD;
    rc = net_flow_init(&state->flow, place);
    if (rc == 0)
        rc = make_bursts(state);
    return rc == 0 ? open_flow(state, PROBE_NS) : rc;
}
