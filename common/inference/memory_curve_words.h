// SPDX-License-Identifier: GPL-3.0-or-later
// What a memory curve says, as sentences for people.
#ifndef FULLHOUSE_COMMON_INFERENCE_MEMORY_CURVE_WORDS_H
#define FULLHOUSE_COMMON_INFERENCE_MEMORY_CURVE_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "common/base/units.h"

struct memory_curve;
struct memory_curve_cache;
struct memory_curves;

// "16 KiB", "1.41 MiB": without zeros to no purpose. Returns buffer.
char *memory_curve_bytes(char buffer[UNITS_TEXT_SIZE], uint64_t bytes);

// Each gives a new string.

// "2 MiB pages", "4 KiB pages".
char *memory_curve_pages(const struct memory_curve *curve);

// The run's answer: latency at both ends of the first curve, and where it rises. Says when it was
// measured under emulation.
char *memory_curves_sentence(const struct memory_curves *curves, bool emulated);

// A cache of the host beside a curve: "L1d, 32 KiB: a rise begins at 32 KiB (1.6 ns), is half done
// at 40 KiB and ends at 64 KiB (4.2 ns).", or that none stands within a size of it, and where the
// nearest one does.
char *memory_curve_cache_sentence(const struct memory_curve *curve,
                                  const struct memory_curve_cache *cache);

#endif
