// SPDX-License-Identifier: GPL-3.0-or-later
// Private to plan_read: the files a plan names.
#ifndef FULLHOUSE_PLANNER_PLAN_PLAN_FILES_H
#define FULLHOUSE_PLANNER_PLAN_PLAN_FILES_H

struct err;
struct plan;

// Its catalogue and its inventory, where it names them. 0; -EINVAL or ERR_HOST, with the plan half
// read.
int plan_files_read(struct plan *plan, struct err *err);

#endif
