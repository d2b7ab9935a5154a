// SPDX-License-Identifier: GPL-3.0-or-later
// The appliance's initramfs: the agent as /init, the virtio modules it needs in the order they
// load, what a program of the user's own needs, and nothing else.
#ifndef FULLHOUSE_BENCH_APPLIANCE_H
#define FULLHOUSE_BENCH_APPLIANCE_H

struct err;
struct guest_kernel;
struct program_pack;

// Writes it to path, with modules that this run's guests need beside those that every guest does
// (names, NULL-terminated, or NULL) and programs, or NULL. 0 or negative errno. A module that the
// kernel's folder does not hold is taken to be built in.
int appliance_write(const char *path, const char *agent, const struct guest_kernel *kernel,
                    const char *const *more_modules, const struct program_pack *programs,
                    struct err *err);

#endif
