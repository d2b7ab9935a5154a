// SPDX-License-Identifier: GPL-3.0-or-later
// Guests started by bare QEMU commands, with nothing in between: what Fullhouse's own start of the
// same guests is measured against. The command is that of a running guest of Fullhouse, without
// what libvirt put there to lead it (monitor, secrets, sandbox), so kernel, initramfs, machine and
// devices are the same by construction.
#ifndef FULLHOUSE_TESTS_BENCH_BARE_QEMU_H
#define FULLHOUSE_TESTS_BENCH_BARE_QEMU_H

#include <stdint.h>
#include <sys/types.h>

struct err;

struct bare_qemu {
    char *text;  // the arguments, one behind the other
    char **argv; // into text, NULL-terminated
};

// Reads the command of the QEMU process pid. 0 or negative errno.
int bare_qemu_read(pid_t pid, struct bare_qemu *ret_command, struct err *err);
void bare_qemu_done(struct bare_qemu *command);

// Starts that many guests at once, waits until the agent of each has said hello, and ends them.
// Consoles go to files in dir. 0 and the time from the first start to the last hello, or negative
// errno.
int bare_qemu_boot(const struct bare_qemu *command, const char *dir, uint32_t guests,
                   uint64_t timeout_ns, uint64_t *ret_ns, struct err *err);

#endif
