// SPDX-License-Identifier: GPL-3.0-or-later
// Which platform and which kind of guest a run gets. `auto` wants KVM and Linux, but only a booted
// guest proves that: where KVM runs no Linux it may run the bare guest, and where it runs neither
// there is emulation. A fall back is said aloud.
#ifndef FULLHOUSE_BENCH_CHOOSE_H
#define FULLHOUSE_BENCH_CHOOSE_H

#include "bench/boot_proof.h"
#include "bench/platform.h"

struct err;

// A choice made and not yet opened.
struct platform_choice {
    const struct platform_ops *ops;
    const char *guest; // platform_options.guest; borrowed
    const char *cpu;   // platform_options.cpu
    char *note;        // why this one, "" when it was asked for by name; heap-owned
};

// boot_proof_get, or a test's own answers.
typedef int platform_prove(const struct platform_ops *ops, const struct platform_options *options,
                           struct boot_proof *ret_proof, struct err *err);

// Chooses by the wanted platform ("auto" or a name), options->guest ("auto", "appliance", "bare" or
// a path) and options->bare_knows_load. 0; -EINVAL for names that do not exist or do not go
// together; -ENOTSUP where this host cannot, with every reason; -EINTR.
int platform_pick(const char *wanted, const struct platform_options *options, platform_prove *prove,
                  struct platform_choice *ret_choice, struct err *err);

// Picks and opens. *ret_note is the choice's note, a new string, which options->say has said. 0 or
// negative errno.
int platform_choose(const char *wanted, const struct platform_options *options,
                    struct platform **ret_platform, char **ret_note, struct err *err);

#endif
