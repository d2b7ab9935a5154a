// SPDX-License-Identifier: GPL-3.0-or-later
// The words that a journal has for kinds of moves and for events. Private to live_journal.
#ifndef FULLHOUSE_LIVE_LIVE_JOURNAL_WORDS_H
#define FULLHOUSE_LIVE_LIVE_JOURNAL_WORDS_H

#include <stdbool.h>

#include "live/live_journal.h"

#define LIVE_JOURNAL_KIND "fullhouse moves"

const char *live_move_kind_name(enum move_kind kind);
bool live_move_kind_parse(const char *word, enum move_kind *ret_kind);
// Whether such a move is about a guest; else it is about the host `to`.
bool live_move_has_guest(enum move_kind kind);

const char *live_event_name(enum live_event event);
bool live_event_parse(const char *word, enum live_event *ret_event);

#endif
