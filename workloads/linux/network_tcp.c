// SPDX-License-Identifier: GPL-3.0-or-later
// The variants of the network workload over TCP. What the other end does stands in
// answer_session.c.
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

// So many bytes of a closed stream are on their way at the most.
enum { AHEAD_BYTES = 4 << 20, WORDS = 32 };

struct tcp_state {
    struct net_flow flow;
    size_t request_bytes, response_bytes;
    unsigned char *request;  // what is sent, before its stamp
    unsigned char *response; // what must come
    unsigned char *bytes;    // what came
    uint64_t depth;          // stream: blocks on their way
    uint64_t sent, taken;    // messages; stream: of which the receiver has told
    uint64_t counted;        // stream: of which operations were made
    uint64_t began_ns;
};

_Static_assert(sizeof(struct tcp_state) <= WORKLOAD_STATE_BYTES, "too large a state");

static int damaged(const struct tcp_state *state)
{
    return net_flow_fail(&state->flow, EIO, "wrong bytes came over the network");
}

static void free_buffers(struct tcp_state *state)
{
    free(state->request);
    free(state->response);
    free(state->bytes);
}

static int make_buffers(struct tcp_state *state)
{
    state->request = malloc(state->request_bytes);
    state->response = malloc(state->response_bytes);
    state->bytes = malloc(state->response_bytes);
    if (!state->request || !state->response || !state->bytes)
        return err_system(state->flow.home->err, ENOMEM, "messages of %zu bytes",
                          state->request_bytes);
    net_fill(state->request, state->request_bytes, state->flow.seed);
    net_fill(state->response, state->response_bytes, ~state->flow.seed);
    return 0;
}

static int open_session(struct tcp_state *state, enum net_mode mode)
{
    const struct settings *settings = state->flow.home->settings;
    struct net_hello hello = {
        .mode = (uint8_t)mode,
        .check_all = settings_number(settings, "check") == 0,
        .request_bytes = (uint32_t)state->request_bytes,
        .response_bytes = (uint32_t)state->response_bytes,
    };
    int rc = make_buffers(state);

    if (rc == 0)
        rc = net_flow_connect(&state->flow, SOCK_STREAM, NET_SLICE_NS);
    if (rc == 0)
        rc = net_flow_hello(&state->flow, &hello);
    if (rc != 0) {
        net_flow_close(&state->flow);
        free_buffers(state);
    }
    return rc;
}

void network_tcp_hurry(void *state_)
{
    struct tcp_state *state = state_;

    net_flow_hurry(&state->flow);
}

void network_tcp_finish(void *state_)
{
    struct tcp_state *state = state_;

    net_flow_close(&state->flow);
    free_buffers(state);
}

// --- request and response -----------------------------------------------------------------------

static int exchange(struct tcp_state *state, uint64_t k)
{
    int rc;

    net_stamp(state->request, state->request_bytes, k);
    rc = net_flow_send(&state->flow, state->request, state->request_bytes);
    net_stamp(state->request, state->request_bytes, k);
    if (rc == 0)
        rc = net_flow_receive(&state->flow, state->bytes, state->response_bytes);
    if (rc != 0)
        return rc;
    net_stamp(state->bytes, state->response_bytes, k);
    return memcmp(state->bytes, state->response, state->response_bytes) == 0 ? 0 : damaged(state);
}

int network_rr_operate(void *state_)
{
    struct tcp_state *state = state_;
    int rc = exchange(state, state->sent++);

    return rc < 0 ? rc : 0;
}

// The first exchange is not counted: it finds the way, and a peer that is of no use.
int network_rr_prepare(void *state_, const struct workload_place *place)
{
    struct tcp_state *state = state_;
    int rc = net_flow_init(&state->flow, place);

    if (rc < 0)
        return rc;
    state->request_bytes = settings_number(place->home->settings, "request");
    state->response_bytes = settings_number(place->home->settings, "response");
    state->sent = 0;
    rc = open_session(state, NET_RR);
    if (rc == 0) {
        rc = network_rr_operate(state);
        if (rc < 0)
            network_tcp_finish(state);
    }
    return rc;
}

// --- a stream -----------------------------------------------------------------------------------

static int send_block(struct tcp_state *state)
{
    int rc;

    net_stamp(state->request, state->request_bytes, state->sent);
    rc = net_flow_send(&state->flow, state->request, state->request_bytes);
    net_stamp(state->request, state->request_bytes, state->sent);
    state->sent++;
    return rc;
}

// The receiver counts on by one.
static int take_word(struct tcp_state *state, uint64_t count)
{
    if (count != state->taken + 1)
        return damaged(state);
    state->taken = count;
    return 0;
}

// Waits for one word of the receiver's.
static int wait_taken(struct tcp_state *state)
{
    uint64_t count;
    int rc = net_flow_receive(&state->flow, &count, sizeof count);

    return rc == 0 ? take_word(state, count) : rc;
}

// Takes the words that are there; a part of one is waited for.
static int look_taken(struct tcp_state *state)
{
    uint64_t words[WORDS];
    ssize_t got = recv(state->flow.fd, words, sizeof words, MSG_DONTWAIT);
    size_t bytes = got > 0 ? (size_t)got : 0, count = (bytes + sizeof *words - 1) / sizeof *words;
    int rc = 0;

    if (bytes % sizeof *words)
        rc = net_flow_receive(&state->flow, (unsigned char *)words + bytes,
                              count * sizeof *words - bytes);
    for (size_t i = 0; rc == 0 && i < count; i++)
        rc = take_word(state, words[i]);
    return rc;
}

// Every operation sends a block, and is over when one more is known to have been taken; where none
// is, more are sent ahead. So a window counts what the receiver took, and the way is never empty.
int network_stream_operate(void *state_)
{
    struct tcp_state *state = state_;
    int rc = 0;

    if (state->began_ns == 0)
        state->began_ns = clock_monotonic_ns();
    if (state->sent - state->taken < state->depth)
        rc = send_block(state);
    if (rc == 0 && state->counted == state->taken)
        rc = look_taken(state);
    while (rc == 0 && state->counted == state->taken) {
        if (state->sent - state->taken == state->depth) {
            rc = wait_taken(state);
        } else {
            rc = send_block(state);
            rc = rc == 0 ? look_taken(state) : rc;
        }
    }
    state->counted += rc == 0;
    return rc < 0 ? rc : 0;
}

int network_stream_prepare(void *state_, const struct workload_place *place)
{
    struct tcp_state *state = state_;
    int rc = net_flow_init(&state->flow, place);

    if (rc < 0)
        return rc;
    state->request_bytes = settings_number(place->home->settings, "block");
    state->response_bytes = sizeof state->taken;
    state->depth = place->home->paced ? 1 : AHEAD_BYTES / state->request_bytes;
    state->sent = state->taken = state->counted = state->began_ns = 0;
    return open_session(state, NET_STREAM);
}

// What the receiver took, of all threads, while each of them ran.
void network_stream_finish(void *state_)
{
    struct tcp_state *state = state_;
    struct network_totals *totals = state->flow.home->shared;
    uint64_t took_ns = clock_monotonic_ns() - state->began_ns;

    if (state->began_ns && took_ns)
        atomic_fetch_add(&totals->bytes_hz,
                         (uint64_t)((double)(state->taken * state->request_bytes) *
                                    (double)CLOCK_NS_PER_SECOND / (double)took_ns));
    if (network_totals_is_last(totals, state->flow.home))
        figures_add(state->flow.home->figures, "network_throughput", "B/s", true,
                    (double)atomic_load(&totals->bytes_hz));
    network_tcp_finish(state);
}

// --- connections --------------------------------------------------------------------------------

// Ended by a reset: nothing waits in the kernel for what may still come, and no port is used up.
static void reset(struct net_flow *flow)
{
    const struct linger at_once = {.l_onoff = 1};

    setsockopt(flow->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    net_flow_close(flow);
}

static int greet(struct tcp_state *state, unsigned char byte)
{
    unsigned char answer;
    int rc = net_flow_send(&state->flow, &byte, 1);

    if (rc == 0)
        rc = net_flow_receive(&state->flow, &answer, 1);
    if (rc == 0 && answer != (unsigned char)~byte)
        rc = damaged(state);
    return rc;
}

int network_connect_operate(void *state_)
{
    struct tcp_state *state = state_;
    int rc = net_flow_connect(&state->flow, SOCK_STREAM, NET_SLICE_NS);

    if (rc == 0) {
        rc = greet(state, (unsigned char)(state->sent++ & 0x7f));
        reset(&state->flow);
    }
    return rc < 0 && rc != -ECANCELED ? rc : 0;
}

int network_connect_prepare(void *state_, const struct workload_place *place)
{
    struct tcp_state *state = state_;
    int rc = net_flow_init(&state->flow, place);

    state->request = state->response = state->bytes = NULL;
    state->sent = 0;
    return rc < 0 ? rc : network_connect_operate(state);
}
