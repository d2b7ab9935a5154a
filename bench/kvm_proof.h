// SPDX-License-Identifier: GPL-3.0-or-later
// Whether KVM can run the appliance here: proved by booting it, remembered in the cache.
#ifndef FULLHOUSE_BENCH_KVM_PROOF_H
#define FULLHOUSE_BENCH_KVM_PROOF_H

#include <stdbool.h>

#include "bench/platform.h"

struct err;

struct kvm_proof {
    bool works;
    bool remembered; // from an earlier boot under the same kernel, QEMU and guest kernel
    char *reason;    // why not, "" when it works; heap-owned
};

// Asks the memory, else boots one guest. 0 or -EINTR. Without /dev/kvm, or where it may not be
// opened, the answer is no without a boot.
int kvm_proof_get(const struct platform_options *options, struct kvm_proof *ret_proof,
                  struct err *err);

// What is remembered, without booting: 1 and *ret_proof, or 0.
int kvm_proof_recall(const char *kernel, struct kvm_proof *ret_proof);

void kvm_proof_done(struct kvm_proof *proof);

#endif
