// SPDX-License-Identifier: GPL-3.0-or-later
// Words and their enums.
#include "live/live_journal_words.h"

#include <string.h>

static const char *const kinds[] = {
    [MOVE_MIGRATE] = "migrate",   [MOVE_SWITCH_ON] = "switch-on", [MOVE_SWITCH_OFF] = "switch-off",
    [MOVE_MAINTAIN] = "maintain", [MOVE_START] = "start",
};

static const char *const events[] = {
#define X(name, word) word,
    LIVE_EVENTS(X)
#undef X
};

enum { KINDS = sizeof kinds / sizeof *kinds };

const char *live_move_kind_name(enum move_kind kind)
{
    return kinds[kind];
}

bool live_move_kind_parse(const char *word, enum move_kind *ret_kind)
{
    for (int i = 0; i < KINDS; i++)
        if (strcmp(word, kinds[i]) == 0) {
            *ret_kind = (enum move_kind)i;
            return true;
        }
    return false;
}

bool live_move_has_guest(enum move_kind kind)
{
    return kind == MOVE_MIGRATE || kind == MOVE_START;
}

const char *live_event_name(enum live_event event)
{
    return events[event];
}

bool live_event_parse(const char *word, enum live_event *ret_event)
{
    for (int i = 0; i < LIVE_EVENT_COUNT; i++)
        if (strcmp(word, events[i]) == 0) {
            *ret_event = (enum live_event)i;
            return true;
        }
    return false;
}
