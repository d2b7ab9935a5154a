// SPDX-License-Identifier: GPL-3.0-or-later
// What a file says of one host or guest at a time, put into the estate, whatever form the file has.
// Private to the planner.
#ifndef FULLHOUSE_PLANNER_ESTATE_ESTATE_ROWS_H
#define FULLHOUSE_PLANNER_ESTATE_ESTATE_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "planner/estate/estate_field.h"

// One file while it is read.
struct estate_rows {
    struct estate *estate;
    const char *name; // of the file, the estate's
    char *folder;
    bool is_of_hosts;
    bool is_export;   // a guest may be in several files
    bool is_of_disks; // and in several rows
    size_t *lines;    // [guest] where this file named it, 0: not yet
    size_t line_count;
    struct estate_tally tally;
};

void estate_rows_init(struct estate_rows *rows, struct estate *estate, const char *file,
                      bool is_of_hosts);
// name: of the host or guest. values in the order of their fields. 0 or -EINVAL with
// "file:line: column: ...".
int estate_rows_take(struct estate_rows *rows, size_t line, const char *name,
                     const struct estate_value *values, size_t count, struct err *err);
// Notes what was left out and guessed, where all went well.
void estate_rows_end(struct estate_rows *rows);
void estate_rows_done(struct estate_rows *rows);

#endif
