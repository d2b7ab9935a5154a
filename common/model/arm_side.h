// SPDX-License-Identifier: GPL-3.0-or-later
// The two arms of an ab campaign, "A: qemu=/opt/a/qemu, machine=q35" and "B: machine=pc" ("B" alone
// where nothing is set), and the reference that stands beside a phase: "A reference".
#ifndef FULLHOUSE_COMMON_MODEL_ARM_SIDE_H
#define FULLHOUSE_COMMON_MODEL_ARM_SIDE_H

#include <stdbool.h>

struct arm_side {
    int side; // 0 A, 1 B
    bool is_reference;
};

// settings: "key=value, key=value", "" for none. New string.
char *arm_side_format(struct arm_side side, const char *settings);

// Whether an arm is one of these.
bool arm_side_parse(const char *arm, struct arm_side *ret_side);

// What any arm sets: a sweep's is nothing else, a side's stands behind its letter. Points into it.
const char *arm_settings(const char *arm);

#endif
