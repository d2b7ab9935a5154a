// SPDX-License-Identifier: GPL-3.0-or-later
// Other programs: started with an argument vector, never through a shell, with a deadline and with
// what they printed kept for the message.
#ifndef FULLHOUSE_COMMON_BASE_PROCESS_H
#define FULLHOUSE_COMMON_BASE_PROCESS_H

#include <stdint.h>
#include <sys/types.h>

struct err;

struct process_options {
    const char *work_dir;      // NULL: this process's
    const char *input;         // text for its standard input, NULL: /dev/null
    uint64_t timeout_ns;       // 0: none; then it is killed and -ETIMEDOUT returned
    const char *const *unsets; // environment names to take out, NULL-terminated, or NULL
};

struct process_result {
    int exit_code; // 128 + signal when killed
    char *output;  // standard output, then standard error; heap-owned
};

// Runs argv[0] (looked up in PATH) to its end, in a process group of its own. 0 when it could be
// started and reaped, whatever its exit code; -ENOENT when there is no such program; -EINTR when
// interrupt_pending(); -ECHILD where SIGCHLD is ignored, so that nobody can tell its end. Past the
// deadline or interrupted, the whole group is killed. options may be NULL. Of each output the first
// 64 MiB are kept. A grandchild that outlives it is not waited for.
int process_run(const char *const argv[], const struct process_options *options,
                struct process_result *ret_result, struct err *err);

// The full path of a program in PATH as a new string, or NULL.
char *process_find(const char *program);

void process_result_done(struct process_result *result);

#endif
