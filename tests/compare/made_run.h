// SPDX-License-Identifier: GPL-3.0-or-later
// Runs made up for tests of comparing: each boot does so many operations a second in each of its
// guests, and everything else follows from that.
#ifndef FULLHOUSE_TESTS_COMPARE_MADE_RUN_H
#define FULLHOUSE_TESTS_COMPARE_MADE_RUN_H

#include <stddef.h>
#include <stdint.h>

#include "common/model/record.h"
#include "common/model/scenario.h"
#include "compare/side.h"

struct made_run {
    struct run_record record;
    struct scenario scenario;
    struct step_record *steps;
    size_t step_count;
};

// A finished run on tcg of a bare guest on the host "lab"; its scenario is that text over what is
// usual (NULL: nothing said).
void made_run_init(struct made_run *run, int64_t id, const char *yaml);
void made_run_done(struct made_run *run);

// Puts a text into a field of the record.
void made_run_set(char **field, const char *text);

// A boot of so many guests that do hz operations a second each, of 1 s / hz to 1.2 s / hz, with
// 64 MiB of host memory each and one core. Its repeat is the number of boots at that density. The
// step is the run's, for a test to spoil until the next one is added.
struct step_record *made_run_add(struct made_run *run, uint32_t guests, double hz);

// `boots` of them whose hz go around `hz` by a share of up to `spread` in a fixed pattern that has
// a mean of nothing over every two boots; phase shifts it.
void made_run_add_boots(struct made_run *run, uint32_t guests, uint32_t boots, double hz,
                        double spread, uint32_t phase);

// Into a store, with that label; gives its id there.
struct store;
int64_t made_run_store(struct made_run *run, struct store *store, const char *label);

struct side_run made_run_side(const struct made_run *run);

#endif
