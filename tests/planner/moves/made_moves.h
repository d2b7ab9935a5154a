// SPDX-License-Identifier: GPL-3.0-or-later
// Small fleets made by hand: hosts and guests by their memory in GiB, a target, a plan of moves;
// and a judge of plans that knows sums alone.
#ifndef FULLHOUSE_TESTS_PLANNER_MOVES_MADE_MOVES_H
#define FULLHOUSE_TESTS_PLANNER_MOVES_MADE_MOVES_H

#include <stdbool.h>

#include "planner/amount/amounts.h"
#include "planner/estate/estate.h"
#include "planner/moves/moves.h"
#include "planner/target/target.h"

struct rule_set;

enum { MADE_MOVES_MOST = 4096 };

struct made_moves {
    struct estate estate;
    struct amounts amounts;
    struct moves_options options;
    struct rule_set *rules; // NULL: none
    int32_t goal[MADE_MOVES_MOST];
    bool is_on[MADE_MOVES_MOST];
    struct moves moves;
    bool has_amounts;
};

void made_moves_init(struct made_moves *made);
void made_moves_done(struct made_moves *made);
// "h0", "h1", ... of so much room, all for guests.
struct estate_host *made_moves_host(struct made_moves *made, double gib);
// "g0", ... on a host, to another.
struct estate_guest *made_moves_guest(struct made_moves *made, double gib, int32_t host,
                                      int32_t goal);
// "spread", "g0 g1", by NULL; hosts may be NULL.
void made_moves_rule(struct made_moves *made, const char *kind, const char *guests,
                     const char *hosts, bool is_continuous);
// Makes the amounts, and the moves anew. Fails the test where there is an error.
const struct moves *made_moves_plan(struct made_moves *made);

// Fails the test where the waves, or the times, of the plan ever put more on a host than it has, or
// begin with a guest elsewhere, or end elsewhere than moves.end says; hosts that are over at the
// start may be so until they are not.
void made_moves_check(const struct made_moves *made);

#endif
