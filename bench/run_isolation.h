// SPDX-License-Identifier: GPL-3.0-or-later
// A run in which an accident befalls one of N guests, boot after boot, and as many boots in which
// none does, in an order drawn anew for each pair. Private to run*.c.
#ifndef FULLHOUSE_BENCH_RUN_ISOLATION_H
#define FULLHOUSE_BENCH_RUN_ISOLATION_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct run;

// Carries out its next boot. *ret_more says whether there was one. 0 or negative errno: -ENOTSUP
// where such an accident cannot befall this guest.
int run_isolation_advance(struct run *run, bool *ret_more, struct err *err);

// About how long all that is left will take; 0 where nobody knows.
uint64_t run_isolation_time_left(const struct run *run);

// What the others felt, as a new string.
char *run_isolation_answer(const struct run *run);

#endif
