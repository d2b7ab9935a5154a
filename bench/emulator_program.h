// SPDX-License-Identifier: GPL-3.0-or-later
// A QEMU that the user named: whether it is one, and which.
#ifndef FULLHOUSE_BENCH_EMULATOR_PROGRAM_H
#define FULLHOUSE_BENCH_EMULATOR_PROGRAM_H

struct err;

// "QEMU 7.2.22 (/opt/qemu/bin/qemu-system-x86_64)" as a new string. 0, or an error of the host: no
// such program, or none that tells a version as QEMU does.
int emulator_program_version(const char *program, char **ret_version, struct err *err);

#endif
