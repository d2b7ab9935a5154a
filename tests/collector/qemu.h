// SPDX-License-Identifier: GPL-3.0-or-later
// A QEMU process with a machine that stands still, as somebody would start it: what is watched need
// not be ours.
#ifndef FULLHOUSE_TESTS_COLLECTOR_QEMU_H
#define FULLHOUSE_TESTS_COLLECTOR_QEMU_H

#include <sys/types.h>

// Starts it under emulation with that name and so many vCPUs, whose threads have names, and waits
// until they are there. Skips the test where there is no QEMU.
pid_t qemu_start(const char *name, unsigned vcpus);
void qemu_end(pid_t pid);

#endif
