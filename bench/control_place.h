// SPDX-License-Identifier: GPL-3.0-or-later
// Where on this host control groups of ours can be made, for each controller that is wanted: of
// version 1 beneath our own group, of version 2 in the nearest folder above us that takes some.
// What stands in a group is control_group.h's business.
#ifndef FULLHOUSE_BENCH_CONTROL_PLACE_H
#define FULLHOUSE_BENCH_CONTROL_PLACE_H

#include <stdbool.h>

struct err;
struct procfs;

enum controller { CONTROLLER_CPU, CONTROLLER_MEMORY, CONTROLLER_IO, CONTROLLER_COUNT };

// Zero-initialise; release with control_place_done.
struct control_place {
    const struct procfs *procfs; // borrowed
    int versions[CONTROLLER_COUNT];
    char *folders[CONTROLLER_COUNT]; // below the root of procfs, NULL: not wanted
};

// Finds them, and on version 2 turns the controllers on for the groups below
// (cgroup.subtree_control) where they are not. 0; -ENOTSUP with what is missing and the command
// that mends it: no such controller, or no right to make groups.
int control_place_open(const struct procfs *procfs, const bool wanted[CONTROLLER_COUNT],
                       struct control_place *ret_place, struct err *err);

void control_place_done(struct control_place *place);

// A controller's name in that version: "blkio" became "io".
const char *control_place_word(enum controller controller, int version);

#endif
