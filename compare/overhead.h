// SPDX-License-Identifier: GPL-3.0-or-later
// What each platform costs: its measures over those of the native run beside it, load by load and
// density by density, and where along the density that changes. Platforms are unlike each other
// (guest kinds, emulation), which is what one asks for here; whoever prints it says so.
//
// Unit: a boot. The runs of a campaign take turns, so a boot of a platform is put over the native
// boot of the same density and repeat, and what drifts falls out: the geometric mean of these
// ratios. Few boots tell little of how much boots differ, so the densities of a curve lend each
// other what they know (spread_moderate). Growth is the ratio over that at the least density; it is
// called so where its interval, at a confidence shared out over all further densities (Bonferroni),
// leaves 1 and it is OVERHEAD_LEAST or more.
#ifndef FULLHOUSE_COMPARE_OVERHEAD_H
#define FULLHOUSE_COMPARE_OVERHEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/inference/spread.h"
#include "compare/side.h"

struct err;

#define OVERHEAD_CONFIDENCE 0.95
// Growth that is worth a word, as a ratio of ratios.
#define OVERHEAD_LEAST 1.03

// How a ratio goes along the density.
enum overhead_course {
    OVERHEAD_NOT_KNOWN, // one density, or one boot
    OVERHEAD_STEADY,    // no change was seen
    OVERHEAD_GROWS,     // the platform costs more
    OVERHEAD_SHRINKS,   // it costs less
};

const char *overhead_course_name(enum overhead_course course);

// One density.
struct overhead_cell {
    uint32_t guests;
    size_t boots;                // pairs behind it
    double value, base;          // geometric means: of the platform, of native
    struct estimate ratio;       // value over base
    struct estimate growth;      // of the ratio over that of the first cell; NAN in the first
    enum overhead_course course; // of growth
};

// One measure of one platform under one load.
struct overhead_curve {
    char *measure, *unit;
    bool higher_is_better, is_judged; // compare/measure.h
    struct overhead_cell *cells;      // ascending guests, at least one
    size_t cell_count;
    enum overhead_course course; // of the first density whose ratio is another than at the least
    uint32_t course_guests;      // that density; 0 none
};

// One platform under one load.
struct overhead_arm {
    const struct side_run *run;
    size_t platform; // place in struct overhead's list
    char *absent;    // why it has nothing to show, one line, or NULL
    struct overhead_curve *curves;
    size_t curve_count;
};

struct overhead_load {
    char *name; // "memory:triad"
    const struct side_run *base;
    struct overhead_arm *arms; // in the order in which they were begun
    size_t arm_count;
};

struct overhead_platform {
    char *name;       // "kvm", or "kvm/bare" where it stands twice in a campaign
    char *platform;   // "kvm"
    char *guests;     // kinds of its guests, with their loads where they are several: "appliance
                      // (disk), bare (cpu, memory)"
    char *hypervisor; // of its first run, ""
    bool is_emulated;
};

struct overhead {
    struct overhead_load *loads; // in the order in which they were begun
    size_t load_count;
    struct overhead_platform *platforms; // native first
    size_t platform_count;
};

// From runs of campaigns of the same kind. Of several campaigns of one load the newest counts. What
// is read is borrowed from runs. 0, or -EINVAL where no run is native, or nothing stands beside
// one.
int overhead_of(const struct side_run *runs, size_t count, struct overhead *ret_overhead,
                struct err *err);
void overhead_done(struct overhead *overhead);
#define scope_overhead __attribute__((cleanup(overhead_done)))

// The curve of that measure, NULL for none.
const struct overhead_curve *overhead_curve_find(const struct overhead_arm *arm,
                                                 const char *measure);

// What a load is summed up by: its throughput; the memory of one that does nothing, or else its
// first judged measure. NULL where nothing was measured.
const char *overhead_headline(const struct overhead_load *load);

// How much an estimate costs: over 1 is worse, whichever way of the measure is better.
double overhead_cost(const struct overhead_curve *curve, double ratio);

#endif
