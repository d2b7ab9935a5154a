// SPDX-License-Identifier: GPL-3.0-or-later
// A question to one idle guest and its answer, on the thread that asks: for what is done to many
// guests by as many threads. The fleet listens to none of them meanwhile.
#ifndef FULLHOUSE_BENCH_GUEST_ASK_H
#define FULLHOUSE_BENCH_GUEST_ASK_H

#include <stdbool.h>
#include <stdint.h>

#include "common/wire/message.h"

struct err;
struct guest;

// Sends a ping without waiting; census as in struct wire_ping. 0 and *ret_id, or negative errno.
int guest_ask_begin(struct guest *guest, bool census, uint64_t *ret_id, struct err *err);

// Waits for that ping's answer; answers to earlier ones are passed over. 0, -ETIMEDOUT, -EINTR when
// the user interrupts, or another negative errno: the guest is gone, or says something else.
int guest_ask_end(struct guest *guest, uint64_t id, uint64_t deadline_ns,
                  struct wire_pong *ret_pong, struct err *err);

// Both. *ret_pong may be NULL.
int guest_ask(struct guest *guest, bool census, uint64_t deadline_ns, struct wire_pong *ret_pong,
              struct err *err);

#endif
