// SPDX-License-Identifier: GPL-3.0-or-later
// Private to process: a child just started, and the ends of it that the parent holds.
#ifndef FULLHOUSE_COMMON_BASE_PROCESS_SPAWN_H
#define FULLHOUSE_COMMON_BASE_PROCESS_SPAWN_H

#include <sys/types.h>

struct err;
struct process_options;

struct process_child {
    pid_t pid;
    int pidfd;    // readable once it has ended
    int pipes[2]; // non-blocking reading ends of its standard output and error
};

#define PROCESS_CHILD_NONE                                                                         \
    {                                                                                              \
        .pidfd = -1, .pipes = { -1, -1 }                                                           \
    }

// Starts argv[0] in a process group of its own, with signals as a fresh program expects them. 0 or
// negative errno. The caller reaps the pid and releases the rest with process_child_done.
int process_spawn(const char *const argv[], const struct process_options *options,
                  struct process_child *ret_child, struct err *err);

// Closes what is open; does not reap.
void process_child_done(struct process_child *child);

#endif
