// SPDX-License-Identifier: GPL-3.0-or-later
// The table of commands. To add one: cli/cmd_NAME.c with a record at its end, one line in
// command.c.
#ifndef FULLHOUSE_CLI_COMMAND_H
#define FULLHOUSE_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

// Exit codes beyond those of struct err (common/base/err.h).
enum {
    EXIT_FINE = 0,
    EXIT_NOT_GOOD_ENOUGH = 1, // measured, and the answer is no
    EXIT_WRONG_USE = 2,
};

struct command {
    const char *name;
    const char *help; // one line
    bool knows_runs;  // what killed runs left is cleared away before it
    // argv[0] is the command's name. Returns the exit code.
    int (*run)(int argc, char **argv);
};

extern const struct command command_ab;
extern const struct command command_bench;
extern const struct command command_capture;
extern const struct command command_collect;
extern const struct command command_compare;
extern const struct command command_curve;
extern const struct command command_history;
extern const struct command command_interference;
extern const struct command command_doctor;
extern const struct command command_lifecycle;
extern const struct command command_overhead;
extern const struct command command_list;
extern const struct command command_media;
extern const struct command command_plan;
extern const struct command command_report;
extern const struct command command_runs;
extern const struct command command_topology;

// All of them; command_table[command_count] is NULL.
extern const struct command *const command_table[];
extern const size_t command_count;

#endif
