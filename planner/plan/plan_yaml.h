// SPDX-License-Identifier: GPL-3.0-or-later
// Private to plan_read: a plan's YAML file as settings.
#ifndef FULLHOUSE_PLANNER_PLAN_PLAN_YAML_H
#define FULLHOUSE_PLANNER_PLAN_PLAN_YAML_H

#include <stddef.h>

struct err;
struct plan;

// Sets all that the file says. Paths in it come out relative to the working folder. 0 or -EINVAL:
// "file:line: key: what is wrong, what would be right"; then the plan is half read.
int plan_yaml_read(struct plan *plan, const char *path, struct err *err);

// The same from text; name stands for the file.
int plan_yaml_read_text(struct plan *plan, const char *name, const char *text, size_t length,
                        struct err *err);

#endif
