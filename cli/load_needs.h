// SPDX-License-Identifier: GPL-3.0-or-later
// What a scenario's loads need of guests and platforms, by the tables of workloads, which the
// harness cannot see.
#ifndef FULLHOUSE_CLI_LOAD_NEEDS_H
#define FULLHOUSE_CLI_LOAD_NEEDS_H

#include <stdbool.h>

struct err;
struct load;
struct scenario;

// That every workload, its variant and its options exist. 0 or -EINVAL.
int load_needs_check(const struct scenario *scenario, struct err *err);

bool load_needs_working_set(const struct load *load);

// Whether one of the scenario's loads wants a network.
bool load_needs_network(const struct scenario *scenario);

// Whether one of them, or what is to befall a guest, wants a disk that it may overwrite.
bool load_needs_disk(const struct scenario *scenario);

// Whether the bare guest can run the scenario: all of its loads, or some of those that are put
// beside each other, and one at a time.
bool load_needs_bare(const struct scenario *scenario);

#endif
