// SPDX-License-Identifier: GPL-3.0-or-later
// Several loads side by side in one guest, the streams of a mix: a runner each, one barrier, the
// same windows. A load alone is a mix of one. Knows no conversation. All calls from one thread.
#ifndef FULLHOUSE_WORKLOADS_LINUX_MIX_H
#define FULLHOUSE_WORKLOADS_LINUX_MIX_H

#include <stdbool.h>
#include <stdint.h>

#include "common/wire/message.h"

struct err;

// Zero-initialise; empty it with mix_done, which may be followed by another mix_add.
struct mix {
    struct runner *runners[WIRE_STREAMS_MAX];
    char *workloads[WIRE_STREAMS_MAX]; // of the runners, for messages
    uint32_t count;
    int epoll_fd; // over the runners' events; of meaning while count > 0
};

// Adds the stream that this message asks for: its number must be the next one. 0, or negative errno
// as runner_new; the streams that were there stay.
int mix_add(struct mix *mix, const struct wire_prepare *prepare, struct err *err);
void mix_done(struct mix *mix);

// Readable when something happened in a runner; mix_take_events makes it unreadable. -1 for none.
int mix_event_fd(const struct mix *mix);
void mix_take_events(struct mix *mix);

// As runner_poll, over all streams. *ret_stream says whose error it is.
int mix_poll(const struct mix *mix, uint32_t *ret_stream, struct err *err);

// All streams start at the same instant and have the same windows.
void mix_start(struct mix *mix, uint64_t start_ns, uint64_t window_ns);

// When the first worker of any stream began, 0 before that.
uint64_t mix_began_ns(const struct mix *mix);
uint64_t mix_window_end_ns(const struct mix *mix, uint32_t window);

// As runner_collect, of one stream.
void mix_collect(struct mix *mix, uint32_t stream, uint32_t window, struct wire_window *ret_window);

void mix_stop(struct mix *mix);

// Waits for those that have something to tell at their end, after mix_stop.
void mix_settle(struct mix *mix);

// Takes a figure of any stream; its texts are the caller's. False when there is none.
bool mix_take_figure(struct mix *mix, struct wire_figure *ret_figure);

#endif
