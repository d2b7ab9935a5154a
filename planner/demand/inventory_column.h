// SPDX-License-Identifier: GPL-3.0-or-later
// The columns of an inventory by the names they have in our own form and in RVTools' sheets. To
// understand another name: a line in the table. Private to the planner.
#ifndef FULLHOUSE_PLANNER_DEMAND_INVENTORY_COLUMN_H
#define FULLHOUSE_PLANNER_DEMAND_INVENTORY_COLUMN_H

#include <stdbool.h>
#include <stddef.h>

struct err;

enum inventory_field {
    INVENTORY_NAME,
    INVENTORY_CLASS,
    INVENTORY_COUNT,
    INVENTORY_STATE,
    INVENTORY_IS_TEMPLATE,
    INVENTORY_VCPUS,
    INVENTORY_MEMORY,
    INVENTORY_DISK,     // of the guest; where there are several such columns, the largest
    INVENTORY_ONE_DISK, // a row is a disk, they are summed up
    INVENTORY_USED,     // of its disks
    INVENTORY_CPU,
    INVENTORY_CPU_SD,
    INVENTORY_CPU_P95,
    INVENTORY_CPU_MHZ,
    INVENTORY_CPU_MOST_MHZ,
    INVENTORY_DISK_RATE,
    INVENTORY_NETWORK,
    INVENTORY_IGNORED, // of an export, nothing that a plan needs
};

struct inventory_column {
    const char *name; // lower case, single blanks for - _ ( ) and blanks
    enum inventory_field field;
    double bare; // bytes that a number without a unit counts; 0: a unit is wanted
};

struct inventory_header {
    struct inventory_column *columns; // name NULL where the field is ignored
    size_t count;
    bool is_export; // of RVTools: it has a column VM
};

// What the first row says. -EINVAL for semicolons, a doubled column, no name, and in our own form
// an unknown column.
int inventory_header_read(char *const *fields, size_t count, struct inventory_header *ret_header,
                          struct err *err);
void inventory_header_done(struct inventory_header *header);

#endif
