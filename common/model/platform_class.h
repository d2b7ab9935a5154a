// SPDX-License-Identifier: GPL-3.0-or-later
// What kind of hypervisor a platform is. The literature disagrees on some: both classes are told in
// one line, with the reason, and numbers speak.
#ifndef FULLHOUSE_COMMON_MODEL_PLATFORM_CLASS_H
#define FULLHOUSE_COMMON_MODEL_PLATFORM_CLASS_H

#include <stddef.h>

struct platform_class {
    const char *platform; // "kvm"
    const char *label;    // "Type 1 / Type 2", "emulation", "containers", "none"
    const char *reason;   // a sentence without its full stop, with its source where it has one
};

extern const struct platform_class platform_class_table[];
extern const size_t platform_class_count;

// NULL for a platform nobody knows.
const struct platform_class *platform_class_find(const char *platform);

#endif
