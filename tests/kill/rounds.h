// SPDX-License-Identifier: GPL-3.0-or-later
// A campaign killed with kill -9 at random moments and resumed each time until it ends, beside the
// same campaign left in peace. For the test of a few kills and for make bench-kill.
#ifndef FULLHOUSE_TESTS_KILL_ROUNDS_H
#define FULLHOUSE_TESTS_KILL_ROUNDS_H

#include <stddef.h>
#include <stdint.h>

struct err;

struct kill_plan {
    const char *build;     // folder of the programs
    const char *folder;    // for stores and what the programs say; FULLHOUSE_CACHE is the caller's
    const char *platforms; // "native,kvm/bare"
    // "idle", whose verdicts no noise can change; or another, which is paced, with a service level
    // that is kept by far and three boots of each density: a host that stalls may still change them
    const char *workload;
    const char *guests_max; // of the ladder: "4"
    const char *window;     // "200ms"
    unsigned kills;         // in all: a campaign that ends before them is followed by another
    uint64_t seed;          // of the moments
    void (*say)(const char *text); // after every kill; or NULL
};

struct kill_score {
    unsigned kills, resumes, campaigns; // that ended
    size_t steps;                       // of one campaign
    uint64_t calm_ns;                   // how long the campaign takes in peace
};

// 0 when every campaign ended with the steps of the undisturbed one, none twice, and nothing was
// left behind; else negative errno, and err says what was wrong.
int kill_rounds(const struct kill_plan *plan, struct kill_score *ret_score, struct err *err);

#endif
