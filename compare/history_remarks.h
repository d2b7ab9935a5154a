// SPDX-License-Identifier: GPL-3.0-or-later
// Private to compare/history*.c: what a reader of a history should know before believing it.
#ifndef FULLHOUSE_COMPARE_HISTORY_REMARKS_H
#define FULLHOUSE_COMPARE_HISTORY_REMARKS_H

struct history;

// Clocks that went backwards, gaps, runs that told nothing, series too short for a change, single
// boots, what was accepted.
void history_remarks_add(struct history *history);

#endif
