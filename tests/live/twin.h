// SPDX-License-Identifier: GPL-3.0-or-later
// Two hosts in one machine: two libvirt daemons, each with its own name, processes, network, and
// folders, joined by a cable of two virtual network cards. Their guests are emulated. All of it
// ends with whoever opened it, also when that is killed.
#ifndef FULLHOUSE_TESTS_LIVE_TWIN_H
#define FULLHOUSE_TESTS_LIVE_TWIN_H

#include <stdbool.h>
#include <sys/types.h>

struct err;

enum { TWIN_HOSTS = 2 };

// A folder below root in which each host sees something else: what is put there from outside, no
// host can reach.
#define TWIN_OUTSIDE "outside"

struct twin_host {
    char *name; // "twin-a"
    char *uri;
    char *dir;
    pid_t pid;      // its first process, all others' parent
    int control_fd; // orders to it; when this closes it ends with all of its processes
    int answer_fd;
};

struct twin {
    char *root;
    struct twin_host hosts[TWIN_HOSTS];
};

// Why this machine cannot have them, as a new string, or NULL.
char *twin_lack(void);

// Below root, a short absolute path. Returns when both daemons listen.
int twin_open(const char *root, struct twin *ret_twin, struct err *err);
void twin_close(struct twin *twin);

// Kills the daemon alone (its guests run on), and starts one again.
int twin_kill_daemon(struct twin *twin, int host, struct err *err);
int twin_start_daemon(struct twin *twin, int host, struct err *err);

#endif
