// SPDX-License-Identifier: GPL-3.0-or-later
// Servers one after the other, cell by cell, into a catalogue: what CSV and YAML have in common.
// Holds each server, and all of them together, to be sound.
#ifndef FULLHOUSE_PLANNER_MARKET_CATALOGUE_ROW_H
#define FULLHOUSE_PLANNER_MARKET_CATALOGUE_ROW_H

#include <stdbool.h>
#include <stddef.h>

#include "planner/market/catalogue_column.h"
#include "planner/market/host_model.h"

struct err;

// Zero-initialise and set the three borrowed texts; release with catalogue_reading_done.
struct catalogue_reading {
    const char *name;     // of the file, in messages
    const char *currency; // that it must be in; NULL any
    struct err *err;
    struct catalogue catalogue;
    size_t room; // models there is memory for
    struct host_model model;
    bool is_open;                     // a model is being filled
    bool is_there[CATALOGUE_COLUMNS]; // cells of it that had a value
};

// Each is 0 or -EINVAL with "name:line: ..." set.

// The currency of all amounts, from wherever it stands.
int catalogue_reading_currency(struct catalogue_reading *reading, unsigned line, const char *code);

// Begins a server at line, after having ended the one before.
int catalogue_row_begin(struct catalogue_reading *reading, unsigned line);

// One cell of it; an empty text is an absent one.
int catalogue_row_set(struct catalogue_reading *reading, unsigned line, size_t column,
                      const char *text);

// Ends it: nothing it needs is missing, and what it says fits together.
int catalogue_row_end(struct catalogue_reading *reading);

// After the last: there is one at least, and no two have the same name. Hands the catalogue over.
int catalogue_reading_end(struct catalogue_reading *reading, struct catalogue *ret_catalogue);

void catalogue_reading_done(struct catalogue_reading *reading);

#endif
