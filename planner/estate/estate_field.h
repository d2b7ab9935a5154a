// SPDX-License-Identifier: GPL-3.0-or-later
// What can be said of a host and of a guest, by any form of file: one table each, which
// docs/pack-inputs.md repeats. Private to the planner.
#ifndef FULLHOUSE_PLANNER_ESTATE_ESTATE_FIELD_H
#define FULLHOUSE_PLANNER_ESTATE_ESTATE_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "planner/estate/estate_cell.h"

struct err;
struct estate;
struct estate_guest;
struct estate_host;

// What a file brought beside its hosts and guests.
struct estate_tally {
    size_t lines_of_watts; // hosts whose power is told at two points
    size_t off, templates;
    size_t momentary; // guests whose CPU is what an export saw at one moment
};

// The host or guest that is being read.
struct estate_row {
    struct estate *estate;
    struct estate_host *host; // of these two one
    struct estate_guest *guest;
    const char *folder; // of the file, "" for the working folder
    bool is_template;
    double vcpus_hz; // of an export: what all vCPUs of the guest may take; NAN
    struct estate_tally *tally;
};

enum estate_kind {
    ESTATE_NUMBER,
    ESTATE_COUNT,
    ESTATE_BYTES,
    ESTATE_RATE,       // operations a second
    ESTATE_BITS,       // a second
    ESTATE_BYTES_RATE, // a second
    ESTATE_USE,        // cores, or a share of the vCPUs
    ESTATE_TEXT,
    ESTATE_YES,
    ESTATE_SPECIAL, // set knows
};

struct estate_value {
    const struct estate_field *field;
    const char *column; // as the file has it
    const char *text;
    double bare; // bytes that a number without a unit counts; 0: a unit is wanted
    size_t line;
};

struct estate_field {
    const char *name; // in our own form; one of an export alone begins with "#"
    enum estate_kind kind;
    size_t offset; // of the member
    struct estate_range range;
    const char *help;
    int (*set)(struct estate_row *row, const struct estate_value *value, struct err *err);
};

// Each ends with a name of NULL, and is in the order in which values are set: what a field needs of
// the same row stands before it.
extern const struct estate_field estate_host_fields[];
extern const struct estate_field estate_guest_fields[];

// By its name as csv_header_name has it, or NULL.
const struct estate_field *estate_field_find(const struct estate_field *fields, const char *name);
// " (did you mean 'memory'?)" or the names of all. New string.
char *estate_field_hint(const struct estate_field *fields, const char *name);

// Sets the host or guest of the row. 0 or -EINVAL, without file, line and column.
int estate_field_set(struct estate_row *row, const struct estate_value *value, struct err *err);

#endif
