// SPDX-License-Identifier: GPL-3.0-or-later
// The arms of an A/A campaign: pairs of runs that are alike in everything, "pair 3 a", "pair 3 b".
#ifndef FULLHOUSE_COMMON_MODEL_ARM_PAIR_H
#define FULLHOUSE_COMMON_MODEL_ARM_PAIR_H

#include <stdbool.h>
#include <stddef.h>

// The name of the pair's (from 0) first or second run. New string.
char *arm_pair_format(size_t pair, bool is_second);

// Whether an arm is one of a pair, and which.
bool arm_pair_parse(const char *arm, size_t *ret_pair, bool *ret_is_second);

#endif
