// SPDX-License-Identifier: GPL-3.0-or-later
// What an ab says of itself: at its beginning, after each look, and as its answer.
#ifndef FULLHOUSE_BENCH_AB_SAY_H
#define FULLHOUSE_BENCH_AB_SAY_H

#include <stddef.h>
#include <stdint.h>

struct ab_plan;
struct ab_result;
struct contrast;
struct scenario;

// "A: machine=q35; B: machine=pc; 6 to 12 blocks, each of them 2 densities of both, in turns". New
// strings, all of them.
char *ab_say_beginning(const struct ab_plan *plan, const struct scenario *scenario);

// "6 blocks: 1 worse, 4 same, 1 undecided: p99 at 8 guests 1.02x [0.97, 1.08]"
char *ab_say_look(const struct contrast *contrast, uint32_t blocks);

// "B against A after 9 blocks: worse: throughput at 1 guest 0.903x [0.881, 0.925]; ..."
char *ab_say_answer(const struct ab_result *result);

// "Ended after 9 of at most 12 blocks: ..., and with which confidence."
char *ab_say_ending(const struct ab_result *result, const struct scenario *scenario);

#endif
