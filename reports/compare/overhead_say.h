// SPDX-License-Identifier: GPL-3.0-or-later
// The sentences of an overhead that every form shares. Plain text, not yet escaped.
#ifndef FULLHOUSE_REPORTS_COMPARE_OVERHEAD_SAY_H
#define FULLHOUSE_REPORTS_COMPARE_OVERHEAD_SAY_H

#include <stddef.h>
#include <stdint.h>

#include "reports/quantity.h"

struct overhead;
struct overhead_arm;
struct overhead_curve;
struct overhead_load;
struct overhead_platform;

// How to read it.
#define OVERHEAD_WORDS                                                                             \
    "A ratio is what a platform does over what a native process does at the same density, in "     \
    "boots that took turns: below 1x of throughput, or above 1x of anything that costs, is "       \
    "overhead. [low, high] is its 95 % interval over pairs of boots. Overhead grows where its "    \
    "ratio over the ratio at the fewest guests is 3 % or more away from 1, and its interval, "     \
    "over "                                                                                        \
    "all densities together, leaves 1; where nothing is seen it may still be there, within what "  \
    "so "                                                                                          \
    "few boots tell apart."

// "Emulated: every figure of tcg is one of emulation ..." or NULL. New string.
char *overhead_emulation(const struct overhead *overhead);

// The answer in one sentence: how much of native's throughput each platform keeps. New string.
char *overhead_answer(const struct overhead *overhead);

// What was measured, and where: host, shape, densities, boots. New string.
char *overhead_facts(const struct overhead *overhead);

// "Type 1 / Type 2", "not known"; and why, a sentence without its full stop, or "".
const char *overhead_class(const struct overhead_platform *platform);
const char *overhead_reason(const struct overhead_platform *platform);
// "kvm: Type 1 / Type 2. The hypervisor is .... Guest: bare." in one line. New string.
char *overhead_platform_line(const struct overhead_platform *platform);

// That guests are of different kinds, so that a ratio is one of platform and guest; or NULL. New
// string.
char *overhead_guests_differ(const struct overhead *overhead);

// "kvm has no disk: why", for an arm that is absent. New string.
char *overhead_absence(const struct overhead *overhead, const struct overhead_load *load,
                       const struct overhead_arm *arm);

// Where overhead grows along the density: "from 4", "shrinks from 4", "not seen by 8", "too few
// boots". New string.
char *overhead_course_words(const struct overhead_curve *curve);

// How a measure of that unit ("1/s", "ns", "bytes") is written.
enum quantity overhead_quantity(const char *unit);

// The fewest and the most guests that any of its loads was measured at; 0 for nothing.
uint32_t overhead_least_guests(const struct overhead *overhead);
uint32_t overhead_most_guests(const struct overhead *overhead);

#endif
