// SPDX-License-Identifier: GPL-3.0-or-later
// The words for one side of a comparison: which runs of which stores they stand for.
#ifndef FULLHOUSE_CLI_SIDE_WORDS_H
#define FULLHOUSE_CLI_SIDE_WORDS_H

#include <stddef.h>

#include "common/store/store.h"
#include "compare/selection.h"

struct err;

// What of the grammar --help says.
#define SIDE_WORDS_HELP                                                                            \
    "A side is a run's number, a label (its newest run), latest, STORE.db (its newest run) or "    \
    "STORE.db:WORD; several between commas. WORD~2 is the run that many before the newest, "       \
    "WORD~0..4 the newest five. A run of a campaign brings the whole campaign along."

// Stores that words name, each opened once. Zero-initialise; release with side_stores_done.
struct side_stores {
    const char *path; // of words that name none; NULL the user's own
    struct opened_store *list;
    size_t count;
};

void side_stores_done(struct side_stores *stores);

// The store of that path (NULL: of words that name none), opened when it is not yet. 0 or negative
// errno.
int side_stores_open(struct side_stores *stores, const char *path, struct store **ret_store,
                     struct err *err);

// One that is open, from 0.
struct store *side_stores_at(const struct side_stores *stores, size_t at);

// Adds the runs that a side's words stand for. 0, or negative errno with what would be right.
int side_words_select(struct side_stores *stores, const char *words, struct selection *selection,
                      struct err *err);

#endif
