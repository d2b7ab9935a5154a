// SPDX-License-Identifier: GPL-3.0-or-later
// One run of another program, from its start to its end, with what it printed. It leads a process
// group of its own, which never outlives the call, and dies with the thread that runs it.
#ifndef FULLHOUSE_WORKLOADS_LINUX_CHILD_H
#define FULLHOUSE_WORKLOADS_LINUX_CHILD_H

#include <stdbool.h>
#include <stdint.h>

#include "common/base/strbuf.h"

struct err;

enum {
    CHILD_OUTPUT_MAX = 4 << 20,  // bytes of the standard output that are kept: its beginning
    CHILD_ERRORS_MAX = 16 << 10, // of the standard error: its end
};

struct child_command {
    const char *path; // of the program
    const char *const *argv;
    const char *const *environment;
    uint64_t timeout_ns;
    int stop_fd; // readable: the load is over, end the run; -1 for none
};

struct child_result {
    uint64_t ran_ns;
    bool is_cut; // more was printed than is kept
    struct strbuf output;
    struct strbuf errors;
};

// Runs it. 0 when it ended with exit code 0. Negative errno, with err naming the program, what
// became of it and what it printed last: -ENOENT, -EACCES, -ENOEXEC it did not start; -ETIMEDOUT it
// was killed at its deadline; -EIO another exit code, or a signal. -ECANCELED without a word when
// stop_fd said so. *ret_result is set in every case and released with child_result_done.
int child_run(const struct child_command *command, struct child_result *ret_result,
              struct err *err);
void child_result_done(struct child_result *result);

#endif
