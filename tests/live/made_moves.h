// SPDX-License-Identifier: GPL-3.0-or-later
// A small estate and moves on it, made by hand: h1, h2, h3 with guests g1, g2 on h1 and g3 on h2;
// h1 is emptied and switched off.
#ifndef FULLHOUSE_TESTS_LIVE_MADE_MOVES_H
#define FULLHOUSE_TESTS_LIVE_MADE_MOVES_H

#include "planner/estate/estate.h"
#include "planner/moves/moves.h"

enum { MADE_MOVES = 3 };

struct made_moves {
    struct estate estate;
    struct move list[MADE_MOVES];
    struct moves moves;
};

void made_moves_init(struct made_moves *made);
void made_moves_done(struct made_moves *made);

#endif
