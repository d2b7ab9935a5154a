// SPDX-License-Identifier: GPL-3.0-or-later
// The noise floors of a host under one load: what pairs of runs that are alike in everything
// (bench --aa) say of each measure at each density.
#ifndef FULLHOUSE_COMPARE_FLOORS_H
#define FULLHOUSE_COMPARE_FLOORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compare/side.h"

struct err;
struct store;

struct floor_entry {
    char *key; // of the pairs' runs: comparable_key
    char *measure;
    uint32_t guests;
    size_t pairs;
    double boots;       // behind each run of a pair: harmonic mean
    double pair_log_sd; // of one pair's ratio, on the logarithm, around 1 (noise_floor.h)
};

// Zero-initialise; release with floors_done.
struct floors {
    struct floor_entry *list;
    size_t count;
    char **looked_for; // what floors_read need not look for again
    size_t looked_for_count;
};

// Adds those of one A/A campaign (arms "pair 3 a"); what is told by fewer than two pairs is none.
void floors_add(struct floors *floors, const struct side_run *runs, size_t count);
void floors_done(struct floors *floors);
#define scope_floors __attribute__((cleanup(floors_done)))

// Adds those of the newest A/A campaign of that store that did the same as the run (its
// comparable_key) and that the run is not in; nothing where there is none, or they are there
// already. Runs that did the same make it look but once. 0 or negative errno.
int floors_read(struct floors *floors, struct store *store, const struct side_run *like,
                struct err *err);

// Whether there is any of that key.
bool floors_know(const struct floors *floors, const char *key);

// What the host makes of nothing in 19 of 20 comparisons of so many boots a side, as 1.02: a ratio
// that is not beyond it is no effect. The pairs' own boots scale it: down only where the sides are
// interleaved as pairs are, since what differs between sessions does not grow less with boots. NAN
// where there is none.
double floors_find(const struct floors *floors, const char *key, const char *measure,
                   uint32_t guests, double boots, bool is_interleaved);

#endif
