// SPDX-License-Identifier: GPL-3.0-or-later
// A small estate and moves on it, made by hand: h1, h2, h3 with guests g1, g2 on h1 and g3 on h2;
// h1 is emptied and switched off.
#ifndef FULLHOUSE_TESTS_LIVE_MADE_JOURNAL_H
#define FULLHOUSE_TESTS_LIVE_MADE_JOURNAL_H

#include "planner/estate/estate.h"
#include "planner/moves/moves.h"

enum { MADE_JOURNAL_MOVES = 3 };

struct made_journal {
    struct estate estate;
    struct move list[MADE_JOURNAL_MOVES];
    struct moves moves;
};

void made_journal_init(struct made_journal *made);
void made_journal_done(struct made_journal *made);

#endif
