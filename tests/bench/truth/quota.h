// SPDX-License-Identifier: GPL-3.0-or-later
// A control group that gives its processes so many cores and no more, under version 1 or 2.
#ifndef FULLHOUSE_TESTS_BENCH_TRUTH_QUOTA_H
#define FULLHOUSE_TESTS_BENCH_TRUTH_QUOTA_H

struct err;

struct quota_group {
    char *path;  // of the group
    char *above; // of the group it was made in: who leaves goes there
};

// Makes it. 0 or negative errno: no rights, no controller.
int quota_group_make(struct quota_group *group, double cores, struct err *err);

// This process, and whatever it starts from now on, is in the group; and is out of it again.
int quota_group_enter(const struct quota_group *group, struct err *err);
int quota_group_leave(const struct quota_group *group, struct err *err);

// Leaves and removes it.
void quota_group_remove(struct quota_group *group);

#endif
