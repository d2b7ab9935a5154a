// SPDX-License-Identifier: GPL-3.0-or-later
// A scenario from the command line: a file, and over it the options that are keys of it, read as
// the file's values are.
#ifndef FULLHOUSE_CLI_SCENARIO_OPTIONS_H
#define FULLHOUSE_CLI_SCENARIO_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct scenario;

struct scenario_option {
    const char *option; // "boot-timeout"
    const char *key;    // of the scenario: "boot.timeout"
    const char *argument, *help;
};

enum { SCENARIO_OPTION_COUNT = 54 };
extern const struct scenario_option scenario_option_table[SCENARIO_OPTION_COUNT];

// What was given; NULL for what was not.
struct scenario_options {
    const char *file;
    const char *workload;                      // "memory:triad"
    const char *values[SCENARIO_OPTION_COUNT]; // by the table
    const char **sweeps;                       // "pinning=none,spread"; the caller's
    size_t sweep_count;
    bool shared_content;
};

// Reads all of it over *scenario and checks the whole, and that workload, platforms and guests
// exist. 0, or negative errno with the option or the file, and its line, that is to blame.
int scenario_options_read(const struct scenario_options *given, struct scenario *scenario,
                          struct err *err);

// Whether what a scenario of one arm names exists: workloads, platform, guest, QEMU. 0 or negative
// errno.
int scenario_options_check_arm(const struct scenario *arm, struct err *err);

#endif
