// SPDX-License-Identifier: GPL-3.0-or-later
// Comparing names without a libc.
#ifndef FULLHOUSE_WORKLOADS_CORE_TEXT_H
#define FULLHOUSE_WORKLOADS_CORE_TEXT_H

#include <stdbool.h>

static inline bool text_equals(const char *left, const char *right)
{
    while (*left && *left == *right) {
        left++;
        right++;
    }
    return *left == *right;
}

#endif
