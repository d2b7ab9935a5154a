// SPDX-License-Identifier: GPL-3.0-or-later
// The journal of moves that are carried out: which moves they are, and how far each is. A line is
// on the disk before its step begins, and another before the next one does. Door: jansson.
// One JSON object a line (docs/pack-apply.md): a heading, hosts, guests, moves, then events.
#ifndef FULLHOUSE_LIVE_LIVE_JOURNAL_H
#define FULLHOUSE_LIVE_LIVE_JOURNAL_H

#include <stddef.h>

#include "planner/estate/estate.h"
#include "planner/moves/moves.h"

struct err;
struct live_step;

// How far a step is: the last that was said of it.
#define LIVE_EVENTS(X)                                                                             \
    X(OPEN, "open")       /* nothing was said */                                                   \
    X(BEGUN, "begun")     /* may have been done, or be under way still */                          \
    X(TOLD, "told")       /* the user was asked to do it */                                        \
    X(FAILED, "failed")   /* and the guest was at its source */                                    \
    X(ABORTED, "aborted") /* likewise */                                                           \
    X(DONE, "done")

enum live_event {
#define X(name, word) LIVE_##name,
    LIVE_EVENTS(X)
#undef X
        LIVE_EVENT_COUNT
};

enum { LIVE_JOURNAL_VERSION = 1 };

// What a journal says. Release with live_record_done.
struct live_record {
    struct estate estate; // hosts and guests that the moves name, with no more than moves need
    struct moves moves;
    double downtime_allowed_s; // of each migration, as in live_moves_options
    enum live_event *steps;    // [moves.count]
    size_t whole_bytes;        // up to the end of the last whole line
    bool is_whole;             // all moves are in it; else nothing was done yet
};

// Reads a journal's bytes. A last line that was cut off is passed over: whoever wrote it was
// killed. "name:line: what is wrong" with -EINVAL for anything else that no journal holds.
int live_record_parse(const char *name, const char *bytes, size_t length,
                      struct live_record *ret_record, struct err *err);
void live_record_done(struct live_record *record);

// The heading, hosts, guests and moves as lines of text; those guests and hosts alone that the
// moves name and all that stand beside them. New string, or NULL with err: a name is no UTF-8.
char *live_record_format(const struct estate *estate, const struct moves *moves,
                         double downtime_allowed_s, struct err *err);

// -EINVAL with the first difference where two plans are not the same moves; what they predict may
// differ.
int live_record_compare(const struct live_record *record, const struct estate *estate,
                        const struct moves *moves, struct err *err);

// A journal that is written on. Zero-initialise with fd -1.
struct live_journal {
    char *path;
    int fd;
    enum live_event *steps; // [moves]
    size_t count;
};

// Opens it for these moves, and makes it where it is not there. Nobody else has it open meanwhile.
// -EINVAL for a journal of other moves.
int live_journal_open(const char *path, const struct estate *estate, const struct moves *moves,
                      double downtime_allowed_s, struct live_journal *ret_journal, struct err *err);

// Reads one that is there. -EINVAL where it is none, or does not hold all moves.
int live_journal_read(const char *path, struct live_record *ret_record, struct err *err);

// On the disk when this returns. step: what was measured, or NULL; words: or NULL.
int live_journal_note(struct live_journal *journal, size_t index, enum live_event event,
                      const struct live_step *step, const char *words, struct err *err);

void live_journal_done(struct live_journal *journal);

#endif
