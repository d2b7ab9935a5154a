// SPDX-License-Identifier: GPL-3.0-or-later
// The first process of one of two hosts. Private to twin.
#ifndef FULLHOUSE_TESTS_LIVE_TWIN_HOST_H
#define FULLHOUSE_TESTS_LIVE_TWIN_HOST_H

struct twin_order {
    const char *name, *dir, *address; // "10.213.0.1/24"
    const char *card;
    int control_fd, answer_fd;
};

// What one can tell it, a byte each; it answers each with '+' or '-'. It says '+' by itself once it
// has its own name, network and folders.
#define TWIN_START 's' // the network card, if it is there, and the daemon
#define TWIN_KILL  'k' // the daemon

// In a process of its own, which it never leaves.
_Noreturn void twin_host_live(const struct twin_order *order);

#endif
