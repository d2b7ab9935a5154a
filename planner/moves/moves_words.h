// SPDX-License-Identifier: GPL-3.0-or-later
// Private to moves: why guests stay where they are, and what to know of migrations, in sentences.
#ifndef FULLHOUSE_PLANNER_MOVES_MOVES_WORDS_H
#define FULLHOUSE_PLANNER_MOVES_MOVES_WORDS_H

#include <stdbool.h>

#include "planner/moves/moves.h"

struct moves_state;

// "h2 lacks 8.0 GiB of memory", "spread of web-* (pack.yaml:12)": what keeps the guest from the
// host, as all stand now. New string.
char *moves_hindrance(const struct moves_state *state, uint32_t guest, int32_t host);
// Of each guest that is not at its goal: who waits for whom, for what, and what would free it.
void moves_words_stuck(const struct moves_state *state, bool is_proven, struct moves *moves);
// Takes the sentence over.
void moves_words_add_stuck(struct moves *moves, char *sentence);
// Which migrations do not end by themselves, and what would help.
void moves_words_notes(const struct estate *estate, const struct moves_options *options,
                       struct moves *moves);

#endif
