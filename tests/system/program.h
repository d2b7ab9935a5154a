// SPDX-License-Identifier: GPL-3.0-or-later
// The fullhouse program as its users start it, in a process group of its own as a shell would.
#ifndef FULLHOUSE_TESTS_SYSTEM_PROGRAM_H
#define FULLHOUSE_TESTS_SYSTEM_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct program {
    pid_t pid;
    char *output; // path of the file with what it said on standard output and error
};

// arguments end with NULL; arguments[0] is the command.
struct program program_start(const char *const *arguments);

// Signals its whole group, as a terminal does.
void program_signal(const struct program *program, int signal_number);

// Waits until it ends; its exit code, 128 + signal when it was killed, or -1 when the deadline
// comes first.
int program_wait(const struct program *program, uint64_t deadline_ns);

// Everything it said so far, as a new string.
char *program_said(const struct program *program);

// Starts it and waits for its end at most a minute.
int program_run(const char *const *arguments, char **ret_said);

void program_done(struct program *program);

#endif
