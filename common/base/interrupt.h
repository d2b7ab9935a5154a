// SPDX-License-Identifier: GPL-3.0-or-later
// The signal flag: SIGINT, SIGTERM and SIGHUP set it and wake every poll(2) that watches its file
// descriptor. One of the two mutable statics this project allows itself.
#ifndef FULLHOUSE_COMMON_BASE_INTERRUPT_H
#define FULLHOUSE_COMMON_BASE_INTERRUPT_H

#include <stdbool.h>

struct err;

// Installs the handlers (once a program) and ignores SIGPIPE. An ignored SIGHUP
// (nohup) stays ignored. 0 or negative errno.
int interrupt_install(struct err *err);

// While true, a second signal ends the program at once: only where nothing would be left behind.
void interrupt_second_ends(bool ends);

// True once a signal came.
bool interrupt_pending(void);

// A descriptor that is readable once a signal came, -1 before interrupt_install; never read it.
int interrupt_fd(void);

// Clears the flag: for tests.
void interrupt_clear(void);

#endif
