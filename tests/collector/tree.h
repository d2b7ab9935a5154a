// SPDX-License-Identifier: GPL-3.0-or-later
// A folder of a test's own, removed at its end: a made-up host's /proc and /sys, or any files. One
// for each test process.
#ifndef FULLHOUSE_TESTS_COLLECTOR_TREE_H
#define FULLHOUSE_TESTS_COLLECTOR_TREE_H

#include <stddef.h>

#include "collector/procfs.h"

// Suite fixtures: TestSuite(name, .init = tree_make, .fini = tree_remove).
void tree_make(void);
void tree_remove(void);

const char *tree_root(void);
// The folder as a host.
const struct procfs *tree_procfs(void);

// Path of a file below the root as a new string.
char *tree_path(const char *path);
// Writes a file, folders too. path begins with '/'.
void tree_put(const char *path, const char *text);
void tree_put_bytes(const char *path, const void *bytes, size_t length);
void tree_drop(const char *path);

#endif
