// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of pairs share. A note says what was looked at to call a definition the same: what
// one operation is, how bytes are counted, which instructions, pages, clock and policy.
#ifndef FULLHOUSE_TESTS_FIDELITY_PAIR_LIST_H
#define FULLHOUSE_TESTS_FIDELITY_PAIR_LIST_H

#include "tests/fidelity/pair.h"

#define PAIR_WORDS(...)                                                                            \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }

// The pairs of one kind of workload.
struct pair_list {
    const struct pair *pairs;
    size_t count;
};

extern const struct pair_list pair_list_memory;
extern const struct pair_list pair_list_os;
extern const struct pair_list pair_list_disk;
extern const struct pair_list pair_list_network;

#endif
