// SPDX-License-Identifier: GPL-3.0-or-later
// The columns of a catalogue in CSV, which are the keys of one in YAML: what they are called, what
// stands in them, and what they are for. One table, which docs/catalogue.md repeats.
#ifndef FULLHOUSE_PLANNER_MARKET_CATALOGUE_COLUMN_H
#define FULLHOUSE_PLANNER_MARKET_CATALOGUE_COLUMN_H

#include <stdbool.h>
#include <stddef.h>

struct err;

enum catalogue_kind {
    CATALOGUE_TEXT,     // char *
    CATALOGUE_COUNT,    // uint32_t
    CATALOGUE_NUMBER,   // double, a plain number; may have the column's unit behind it
    CATALOGUE_CLOCK,    // double, in Hz; written in GHz
    CATALOGUE_BYTES,    // double
    CATALOGUE_RATE,     // double, operations a second
    CATALOGUE_BITS,     // double, bits a second
    CATALOGUE_PRICE,    // struct uncertain, of the currency
    CATALOGUE_MONEY,    // double, of the currency
    CATALOGUE_CURRENCY, // of the catalogue, no member of a model
};

struct catalogue_column {
    const char *name;
    const char *alias; // another name that other people's sheets have; NULL none
    enum catalogue_kind kind;
    bool is_required;
    size_t offset;      // of the member in struct host_model
    double least, most; // of a number that was read, in the member's unit
    const char *unit;   // of a plain number ("W"); NULL none
    const char *example;
    const char *help;
};

enum { CATALOGUE_COLUMNS = 27, CATALOGUE_NO_COLUMN = CATALOGUE_COLUMNS };

extern const struct catalogue_column catalogue_columns[CATALOGUE_COLUMNS];

// The index of a column by its name or alias; case, blanks, "_" and "-" make no difference.
// CATALOGUE_NO_COLUMN where there is none.
size_t catalogue_column_find(const char *name);

// " (did you mean 'price'?)", or the names of all. New string.
char *catalogue_column_hint(const char *name);

// Whether it is one of the eleven of power.
bool catalogue_column_is_watts(size_t column);

// Refuses a set of columns (a flag each) that lacks required ones, which are state ("missing",
// "without a value"): -EINVAL with which they are, and for power why all eleven are needed.
int catalogue_column_check(const bool is_there[CATALOGUE_COLUMNS], const char *state,
                           struct err *err);

#endif
