// SPDX-License-Identifier: GPL-3.0-or-later
// Private to the consolidation: its answer in some sentences, and what to know beside it.
#ifndef FULLHOUSE_PLANNER_CONSOLIDATION_CONSOLIDATION_WORDS_H
#define FULLHOUSE_PLANNER_CONSOLIDATION_CONSOLIDATION_WORDS_H

struct consolidation;

// New string.
char *consolidation_answer(const struct consolidation *consolidation);

// Fills notes.
void consolidation_fill_notes(struct consolidation *consolidation);

#endif
