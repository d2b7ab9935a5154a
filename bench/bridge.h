// SPDX-License-Identifier: GPL-3.0-or-later
// Network interfaces of this host: a private bridge made and removed by ioctls. Door to the
// kernel's interface calls; needs CAP_NET_ADMIN.
#ifndef FULLHOUSE_BENCH_BRIDGE_H
#define FULLHOUSE_BENCH_BRIDGE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/ipv4.h"

struct err;

// An interface's name has at most so many bytes.
enum { BRIDGE_NAME_MAX = 15 };

// Whether this process may make bridges and the host has taps: true, or false with why, a new
// string.
bool bridge_possible(char **ret_why);

// Makes a bridge of that name with that address, up. 0 or negative errno; nothing is left then.
int bridge_make(const char *name, const struct ipv4_net *address, struct err *err);

// Removes the bridge; one that is not there is fine.
void bridge_remove(const char *name);

// Removes every interface whose name begins with prefix: bridges of a run that was killed, and what
// still hangs on them. How many there were.
size_t bridge_sweep(const char *prefix);

// Whether there is an interface of that name.
bool bridge_exists(const char *name);

// The address of an interface. 0, or negative errno: -ENODEV where it is not there.
int bridge_address(const char *name, struct ipv4_net *ret_address, struct err *err);

#endif
