// SPDX-License-Identifier: GPL-3.0-or-later
// The guests of an inventory, by name: what any file said of each. Private to the planner.
#ifndef FULLHOUSE_PLANNER_DEMAND_INVENTORY_GUEST_H
#define FULLHOUSE_PLANNER_DEMAND_INVENTORY_GUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/name_index.h"

enum inventory_state {
    INVENTORY_ON,
    INVENTORY_OFF,
    INVENTORY_TEMPLATE,
    INVENTORY_GONE, // it was there, and no longer is
};

// Numbers are NAN where nothing was said.
struct inventory_guest {
    char *name;
    char *class;        // that its row names; NULL
    size_t file;        // index into the inventory's files: the first that named it
    size_t line;        // there
    size_t seen_in;     // the last file that named it, + 1 ...
    size_t seen_line;   // ... where, ...
    size_t seen_sample; // ... and in which sample of it
    double disks_bytes; // of its rows in that file
    double count;       // guests that it stands for
    enum inventory_state state;
    double vcpus, memory_bytes, disk_bytes, used_bytes;
    double cpu_cores, cpu_sd, cpu_p95;
    double cpu_hz, cpu_most_hz; // clock cycles it uses, and all that its vCPUs could
    double disk_hz, network_bits_hz;
    double *cores; // CPU in each window, NAN where it was not there; NULL
    size_t windows;
};

struct inventory_guests {
    struct inventory_guest *list;
    size_t count, capacity;
    struct name_index names;
};

// The guest of that name, or NULL; and a new one, which is not there yet.
struct inventory_guest *inventory_guests_find(const struct inventory_guests *guests,
                                              const char *name);
struct inventory_guest *inventory_guests_add(struct inventory_guests *guests, const char *name);
void inventory_guests_done(struct inventory_guests *guests);

#endif
