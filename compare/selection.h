// SPDX-License-Identifier: GPL-3.0-or-later
// Runs read from stores with all that a contrast wants of them: one side of it, and the owner of
// what a side borrows.
#ifndef FULLHOUSE_COMPARE_SELECTION_H
#define FULLHOUSE_COMPARE_SELECTION_H

#include <stddef.h>
#include <stdint.h>

#include "compare/side.h"

struct err;
struct store;

// Zero-initialise; release with selection_done.
struct selection {
    struct selected_run **owned; // one a run
    struct side_run *runs;       // what is borrowed of them
    size_t count;
};

// Reads one more run. 0, -ENOENT for one there is not, -EINVAL for a scenario that cannot be read.
// One that is there already (the same id and start) is not added twice.
int selection_add(struct selection *selection, struct store *store, int64_t run_id,
                  struct err *err);
// All of it under that name; valid until the next change.
struct side selection_side(const struct selection *selection, const char *name);
void selection_done(struct selection *selection);
#define scope_selection __attribute__((cleanup(selection_done)))

#endif
