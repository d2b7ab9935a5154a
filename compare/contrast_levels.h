// SPDX-License-Identifier: GPL-3.0-or-later
// At which level the throughput of a side varies: boots, guests, windows. Private to contrast*.c.
#ifndef FULLHOUSE_COMPARE_CONTRAST_LEVELS_H
#define FULLHOUSE_COMPARE_CONTRAST_LEVELS_H

#include <stdint.h>

#include "common/inference/variance_levels.h"
#include "compare/side.h"

struct variance_levels contrast_levels_of(const struct side *side, uint32_t guests);
struct variance_levels contrast_levels_none(void); // NAN all over

#endif
