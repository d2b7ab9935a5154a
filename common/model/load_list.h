// SPDX-License-Identifier: GPL-3.0-or-later
// All loads that a scenario's guests will run: its own, those of its tile's roles, or those that it
// puts beside each other.
#ifndef FULLHOUSE_COMMON_MODEL_LOAD_LIST_H
#define FULLHOUSE_COMMON_MODEL_LOAD_LIST_H

#include <stddef.h>

#include "common/model/load.h"

struct scenario;

struct load_list {
    struct load *list;
    size_t count;
};

// Deep copies; at least one. Release with load_list_done. Those of an interference are the
// scenario's load with another workload and variant each, in the order of the list.
void load_list_of(struct load_list *loads, const struct scenario *scenario);
void load_list_done(struct load_list *loads);
#define scope_load_list __attribute__((cleanup(load_list_done)))

// "memory:triad", "cpu": as people write it. New string.
char *load_name(const struct load *load);

#endif
