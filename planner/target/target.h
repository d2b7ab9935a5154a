// SPDX-License-Identifier: GPL-3.0-or-later
// Where guests shall be: the aim, what was found, how far it is from the best, and what has no
// place and why.
#ifndef FULLHOUSE_PLANNER_TARGET_TARGET_H
#define FULLHOUSE_PLANNER_TARGET_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct amounts;
struct err;
struct estate;
struct rule_set;

// enum, word, what it counts.
#define TARGET_AIMS(X)                                                                             \
    X(FEWEST, "fewest", "hosts in use")                                                            \
    X(CHEAPEST, "cheapest", "costs of hosts in use, a year")                                       \
    X(ENERGY, "energy", "watts of hosts in use at their mean load")                                \
    X(MOVES, "moves", "memory to be moved, with no more hosts than are allowed")

enum target_aim {
#define X(name, word, help) TARGET_##name,
    TARGET_AIMS(X)
#undef X
        TARGET_AIM_COUNT
};

struct target_options {
    enum target_aim aim;
    double seconds;   // of search at most
    uint64_t rounds;  // see packing_options
    unsigned threads; // 0: all CPUs
    uint64_t seed;
    size_t hosts_most; // of MOVES; 0: as many as are in use now
    size_t moves_most; // any aim: guests that may move; 0: no limit
};

struct target_misplaced {
    uint32_t guest;
    char
        *why; // "no host has 96.0 GiB of memory left; rack r1 lacks ..., rule ... keeps it from h7"
    char *mend; // "64.0 GiB more memory on h3, or without spread of web-* (pack.yaml:12)"
};

struct target {
    int32_t *host;                   // [guest], or ESTATE_NOWHERE
    size_t hosts_before, hosts_used; // with guests on them
    size_t hosts_spare;              // kept on without guests, for failover
    bool *is_on;                     // [host] at the end
    size_t moves;
    double cost_before, cost; // of the aim
    double bound;             // of the aim
    bool is_optimal;          // proven
    bool was_cut_short;
    const char *by, *bound_by;
    struct target_misplaced *misplaced;
    size_t misplaced_count;
    // What is broken at the start: a sentence each ("h3 holds 12.0 GiB more than it has room for").
    char **broken;
    size_t broken_count;
};

// rules may be NULL. 0 (with guests misplaced where they are), -EINVAL, -ENOMEM. Where guests stand
// now is not taken to be right: what is broken is mended. A guest that finds no place stays where
// it is.
int target_find(const struct estate *estate, const struct amounts *amounts,
                const struct rule_set *rules, const struct target_options *options,
                struct target *ret_target, struct err *err);
void target_done(struct target *target);

#endif
