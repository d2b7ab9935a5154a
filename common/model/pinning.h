// SPDX-License-Identifier: GPL-3.0-or-later
// How guests are bound to CPUs (the scenario's `pinning`), and what one guest's home is as text.
// The homes themselves are made in bench/placement.h.
#ifndef FULLHOUSE_COMMON_MODEL_PINNING_H
#define FULLHOUSE_COMMON_MODEL_PINNING_H

#include <stdint.h>

struct cpu_set;
struct err;

#define PINNINGS(X)                                                                                \
    X(NONE, "none")     /* the kernel's scheduler decides */                                       \
    X(SPREAD, "spread") /* a vCPU a package, a node, a cache, a core; then hyper-threads */        \
    X(PACK, "pack")     /* cores, caches, nodes and packages are filled one after the other */     \
    X(NUMA, "numa")     /* a guest's vCPUs and its memory stay in one NUMA node */

enum pinning {
#define X(name, word) PINNING_##name,
    PINNINGS(X)
#undef X
        PINNING_COUNT
};

const char *pinning_name(enum pinning pinning);
// -EINVAL with the words there are.
int pinning_parse(const char *text, enum pinning *ret_pinning, struct err *err);

// A guest's home is text: CPUs as a list ("0-3") for all of its vCPUs, or one list a vCPU between
// blanks ("0 4" is vCPU 0 on CPU 0, vCPU 1 on CPU 4); "" is no home. Both read it; -EINVAL, also
// for a vCPU that has no list.
int pinning_home_of(const char *home, uint32_t vcpu, struct cpu_set *ret_cpus, struct err *err);
// All CPUs of it together; empty for "".
int pinning_home_all(const char *home, struct cpu_set *ret_cpus, struct err *err);

#endif
