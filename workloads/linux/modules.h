// SPDX-License-Identifier: GPL-3.0-or-later
// Loading kernel modules without modprobe.
#ifndef FULLHOUSE_WORKLOADS_LINUX_MODULES_H
#define FULLHOUSE_WORKLOADS_LINUX_MODULES_H

struct err;

// Loads the modules that the file lists, one path a line, in that order (dependencies first). One
// that is there already is fine; another that fails does not stop the rest. 0, or the first
// failure's negative errno with err set. A missing list is an empty one.
int modules_load(const char *list_path, struct err *err);

#endif
