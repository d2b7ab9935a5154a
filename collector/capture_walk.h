// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the files behind a pattern of capture_list.h, and the symbolic links on the way to them.
#ifndef FULLHOUSE_COLLECTOR_CAPTURE_WALK_H
#define FULLHOUSE_COLLECTOR_CAPTURE_WALK_H

#include <stddef.h>

struct procfs;

struct capture_walk {
    const struct procfs *procfs;
    // A plain file, by its path without links; and a link, by its path and target.
    void (*file)(void *context, const char *path);
    void (*link)(void *context, const char *path, const char *target);
    void *context;
    size_t steps_left; // ends walks that go round in circles
};

// Calls file and link for all that matches; the same link may come again.
void capture_walk(struct capture_walk *walk, const char *pattern);

#endif
