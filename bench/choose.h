// SPDX-License-Identifier: GPL-3.0-or-later
// Which platform a run gets. `auto` wants KVM, but only a booted guest proves KVM: the appliance is
// booted once under a deadline, the answer is remembered for as long as kernel, QEMU and guest
// kernel stay the same, and a fall back to emulation is said aloud.
#ifndef FULLHOUSE_BENCH_CHOOSE_H
#define FULLHOUSE_BENCH_CHOOSE_H

#include "bench/platform.h"

struct err;

// Opens the wanted platform, or for "auto" the best one that works. *ret_note is a new string: why
// this one, "" when it was asked for by name. 0 or negative errno.
int platform_choose(const char *wanted, const struct platform_options *options,
                    struct platform **ret_platform, char **ret_note, struct err *err);

#endif
