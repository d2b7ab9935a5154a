// SPDX-License-Identifier: GPL-3.0-or-later
// The forms an inventory comes in; each adds to the guests what one file says. Private to the
// planner.
#ifndef FULLHOUSE_PLANNER_DEMAND_INVENTORY_FORM_H
#define FULLHOUSE_PLANNER_DEMAND_INVENTORY_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "planner/demand/inventory_guest.h"

struct err;

// file: the index that guests remember. 0 or -EINVAL with "name:line: what is wrong".
int inventory_csv_read(struct inventory_guests *guests, size_t file, const char *name,
                       const char *bytes, size_t length, struct err *err);

// Utilisation over time: a column "time", and one of shares of its vCPUs (trace_text_share) for
// each guest by its name, which a file before has told the vCPUs of.
int inventory_traces_read(struct inventory_guests *guests, const char *name, const char *bytes,
                          size_t length, struct err *err);
bool inventory_is_traces(const char *bytes, size_t length);

// What `virsh domstats` prints, once or several times with a line of the time (`date +%s`) before
// each: then rates of CPU, disks and network between them.
int inventory_domstats_read(struct inventory_guests *guests, size_t file, const char *name,
                            const char *bytes, size_t length, struct err *err);
bool inventory_is_domstats(const char *bytes, size_t length);

#endif
