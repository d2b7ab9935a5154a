// SPDX-License-Identifier: GPL-3.0-or-later
// What a replay asks of a step: which guest gets which trace, how fast, and what is said of it. A
// load that is no replay passes through.
#ifndef FULLHOUSE_BENCH_GUEST_REPLAY_H
#define FULLHOUSE_BENCH_GUEST_REPLAY_H

#include <stdint.h>

#include "common/model/load.h"

struct err;
struct scenario;

// The load as this guest is told it: with its own trace alone, at its speed. What else it holds is
// borrowed from `load`; release with guest_replay_done.
void guest_replay_load(struct load *into, const struct load *load, uint32_t guest);
void guest_replay_done(struct load *own);

// Operations a second that are offered to a guest, the mean over time and over `guests` guests; for
// any other load its rate, 0 when closed.
double guest_replay_offered_hz(const struct load *load, uint32_t guests);

// Whether the load rests for so long as it begins.
bool guest_replay_begins_idle(const struct load *load);

// A guest that reads lines of at most `line_max` bytes must be able to hear its trace. 0, or
// -EINVAL with what would be right.
int guest_replay_check_line(const struct load *load, size_t line_max, const char *guest_kind,
                            struct err *err);

// What whoever reads the run should know: a trace that is not replayed whole, traces that several
// guests share. New string, or NULL.
char *guest_replay_remark(const struct scenario *scenario);

#endif
