// SPDX-License-Identifier: GPL-3.0-or-later
// Made-up steps of the size and spread that real ones have, for measuring what handles them.
#ifndef FULLHOUSE_TESTS_BENCH_MADE_STEP_H
#define FULLHOUSE_TESTS_BENCH_MADE_STEP_H

#include <stdint.h>

struct step_record;

enum { MADE_OPERATIONS = 1000 }; // of one guest in one window

// A finished ladder step: `guests` guests with `windows` measured windows of one second each. The
// same seed gives the same step. Release with step_record_done.
void made_step(struct step_record *ret_step, uint32_t guests, uint32_t repeat, uint32_t windows,
               uint64_t seed);

#endif
