// SPDX-License-Identifier: GPL-3.0-or-later
// The other end that some peers talk to: a program that listens on a port of this host while a
// measurement runs.
#ifndef FULLHOUSE_TESTS_FIDELITY_SERVER_H
#define FULLHOUSE_TESTS_FIDELITY_SERVER_H

#include <stdbool.h>

#include "common/base/process_spawn.h"
#include "tests/fidelity/words.h"

struct err;

struct server {
    struct process_child child;
};

#define SERVER_NONE                                                                                \
    {                                                                                              \
        .child = PROCESS_CHILD_NONE                                                                \
    }

// Starts it and waits until the kernel has a socket on setting->port. 0 or negative errno; then
// nothing is left behind.
int server_start(struct server *server, const char *const *words,
                 const struct words_setting *setting, struct err *err);

// Ends it, with its children, and waits for that. SERVER_NONE is fine.
void server_stop(struct server *server);

// A port of the loopback that is free just now, 0 when there is none.
unsigned server_free_port(void);

// Whether a socket of this host waits on the port, for connections or for datagrams.
bool server_is_listening(unsigned port);

#endif
