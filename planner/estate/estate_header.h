// SPDX-License-Identifier: GPL-3.0-or-later
// The first row of a sheet of hosts or guests: which field each column is of, in our own form and
// in RVTools' sheets. To understand another name: a line in the table. Private to the planner.
#ifndef FULLHOUSE_PLANNER_ESTATE_ESTATE_HEADER_H
#define FULLHOUSE_PLANNER_ESTATE_ESTATE_HEADER_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct estate_field;

struct estate_column {
    const struct estate_field *field;
    size_t position;
    char *name;  // as it stands there; the label's key where the field is a label
    double bare; // bytes that a number without a unit counts; 0: a unit is wanted
};

struct estate_header {
    struct estate_column *columns; // in the order of their fields; those that say nothing left out
    size_t count, width;
    size_t name_position;
    bool is_export; // of RVTools: unknown columns are passed over, a guest may be in several sheets
    bool is_of_disks; // a row is a disk
};

// -EINVAL for semicolons, a doubled column, no name, and in our own form an unknown column.
int estate_header_read(bool is_of_hosts, char *const *fields, size_t count,
                       struct estate_header *ret_header, struct err *err);
void estate_header_done(struct estate_header *header);

#endif
