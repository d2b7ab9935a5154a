// SPDX-License-Identifier: GPL-3.0-or-later
// Guests that run somewhere today, listed one by one in files, grouped into classes of like shape.
// Forms, told by what stands in them: a CSV of our own columns, the sheets vInfo, vCPU, vMemory and
// vDisk of RVTools saved as CSV (docs/demand.md), what `virsh domstats` prints, and traces of
// utilisation of guests that a file before has named.
#ifndef FULLHOUSE_PLANNER_DEMAND_INVENTORY_H
#define FULLHOUSE_PLANNER_DEMAND_INVENTORY_H

#include <stddef.h>

#include "planner/demand/guest_class.h"

struct err;
struct inventory;

// More classes than this are drawn together, by shapes that are rounded up.
enum { INVENTORY_CLASSES_MOST = 48 };

struct inventory *inventory_new(void);
void inventory_free(struct inventory *inventory);

// Adds what one file says; several files (the sheets of one export) add to the same guests by their
// names. name stands for the file in messages. 0; -EINVAL with "name:line: what is wrong".
int inventory_add(struct inventory *inventory, const char *name, const char *bytes, size_t length,
                  struct err *err);
// The same of a file on disk (256 MiB at most); -EINVAL also where it cannot be read.
int inventory_add_file(struct inventory *inventory, const char *path, struct err *err);

// Appends the classes, with their growth a year, and a note for each thing that was left out,
// rounded or is not known. Counts are exact; a class has the most vCPUs and memory of any guest in
// it, never less; disk and rates are means, rounded up. 0; -EINVAL where there is no guest, or one
// that has no vCPUs or no memory; *demand is then as it was.
int inventory_demand(const struct inventory *inventory, const struct uncertain *growth,
                     struct demand *demand, struct err *err);

// All of it for one file that is in memory.
int inventory_parse(const char *name, const char *bytes, size_t length,
                    const struct uncertain *growth, struct demand *demand, struct err *err);

#endif
