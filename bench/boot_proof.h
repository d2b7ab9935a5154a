// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a platform can run a kind of guest here: proved by booting one under a deadline,
// remembered in the cache. Nothing less proves it: /dev/kvm may open, make machines and still run
// no Linux.
#ifndef FULLHOUSE_BENCH_BOOT_PROOF_H
#define FULLHOUSE_BENCH_BOOT_PROOF_H

#include <stdbool.h>

#include "bench/platform.h"

struct err;

struct boot_proof {
    bool works;
    bool remembered; // from an earlier boot of the same guest under the same kernel and QEMU
    const char *cpu; // what platform_options.cpu must be for it; a constant
    char *reason;    // why not, "" when it works; heap-owned
};

// Boots one guest of options->guest, "appliance" or "bare", on that platform, which options->say
// announces, and remembers the answer. Under KVM a Linux guest gets the host's own CPU model, and
// where QEMU refuses that, its default one. 0 or -EINTR. Without /dev/kvm, or where it may not be
// opened, the answer for KVM is no without a boot.
int boot_proof_make(const struct platform_ops *ops, const struct platform_options *options,
                    struct boot_proof *ret_proof, struct err *err);

// The answer from memory, else made. As above.
int boot_proof_get(const struct platform_ops *ops, const struct platform_options *options,
                   struct boot_proof *ret_proof, struct err *err);

// What is remembered, without booting: 1 and *ret_proof, or 0. Of the options only guest, kernel
// and bare matter.
int boot_proof_recall(const struct platform_ops *ops, const struct platform_options *options,
                      struct boot_proof *ret_proof);

void boot_proof_done(struct boot_proof *proof);

#endif
