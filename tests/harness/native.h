// SPDX-License-Identifier: GPL-3.0-or-later
// The native platform opened for a test: real agents as plain processes, in a workspace below the
// test's own folder.
#ifndef FULLHOUSE_TESTS_HARNESS_NATIVE_H
#define FULLHOUSE_TESTS_HARNESS_NATIVE_H

#include <stdbool.h>

#include "bench/platform.h"
#include "bench/workspace.h"

struct err;

struct native {
    struct workspace workspace;
    struct platform *platform;
};

// Suite fixtures: the test's folder, which is also its cache.
void native_make_cache(void);
void native_remove_cache(void);

// The agent this build made.
const char *native_agent(void);

// fault: docs/protocol.md, or "".
void native_open(struct native *native, const char *fault);
// The same on another platform of processes, which this host may not have: 0 or negative errno.
int native_open_on(const struct platform_ops *ops, struct native *native, const char *fault,
                   struct err *err);
void native_close(struct native *native);

// Whether this process has a child, dead or alive, that nobody has waited for.
bool native_has_children(void);

#endif
