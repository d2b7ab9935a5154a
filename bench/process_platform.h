// SPDX-License-Identifier: GPL-3.0-or-later
// The two platforms whose guests are processes of this host, native and container, as their files
// share them: an agent with its channel, its console and its limits. How the process is made is
// each one's own.
#ifndef FULLHOUSE_BENCH_PROCESS_PLATFORM_H
#define FULLHOUSE_BENCH_PROCESS_PLATFORM_H

#include "bench/control_limits.h"
#include "bench/control_place.h"
#include "bench/platform.h"

struct control_group;
struct platform_verbs;

// Where an agent finds its channel.
enum { PROCESS_AGENT_FD = 3 };

// One agent to be made.
struct process_launch {
    uint32_t index;
    char *const *argv;      // ended by NULL; argv[0] is its path
    char *const *variables; // its environment
    const char *console;    // where its words go
    int channel_fd;         // to be its PROCESS_AGENT_FD
    const struct control_group *group;
};

// Makes the process and puts it into its group. 0 or negative errno; several threads at once.
typedef int process_launcher(const struct process_launch *launch, pid_t *ret_pid, struct err *err);

struct process_platform {
    struct platform base;
    char *agent;
    char *agent_test;
    char *dir;
    char *scratch; // "TMPDIR=..." for agents that need a file of their own
    char *prefix;  // of its control groups' names
    process_launcher *launch;
    bool is_machine;             // its guests are held to their shape, as a machine is
    double quota_ratio;          // of each of a guest's CPUs that it may use, 0 or 1: all of it
    struct control_limits disk;  // what is limited of its disk
    struct control_place groups; // where they are made; nothing where nothing is limited
};

// What of a platform is asked of it before it opens.
struct process_kind {
    const struct platform_ops *ops;
    process_launcher *launch;
    bool is_machine;
};

int process_platform_open(const struct process_kind *kind, const struct platform_options *options,
                          struct platform **ret_platform, struct err *err);
int process_platform_start(struct platform *base, const struct guest_spec *spec,
                           struct platform_guest *ret_guest, struct err *err);
void process_platform_stop(struct platform *base, struct platform_guest *guest);
void process_platform_close(struct platform *base);
extern const struct platform_verbs process_platform_verbs;

#endif
