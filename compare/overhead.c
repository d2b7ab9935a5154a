// SPDX-License-Identifier: GPL-3.0-or-later
// Runs put in their places: by load, the newest campaign of each; within it native and its
// neighbours, measure by measure. The arithmetic is overhead_curve.c's.
#include "compare/overhead.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/load_list.h"
#include "common/model/scenario.h"
#include "compare/measure.h"
#include "compare/overhead_curve.h"
#include "compare/overhead_platforms.h"

static const char *const course_names[] = {"unknown", "steady", "grows", "shrinks"};

const char *overhead_course_name(enum overhead_course course)
{
    return course_names[course];
}

double overhead_cost(const struct overhead_curve *curve, double ratio)
{
    return curve->higher_is_better ? 1 / ratio : ratio;
}

// --- one arm ------------------------------------------------------------------------------------

static struct overhead_curve *curve_of(struct overhead_arm *arm,
                                       const struct measure_series *series)
{
    struct overhead_curve *last = arm->curve_count ? &arm->curves[arm->curve_count - 1] : NULL;
    if (last && strcmp(last->measure, series->name) == 0)
        return last;
    arm->curves = alloc_resized(arm->curves, arm->curve_count + 1, sizeof *arm->curves);
    arm->curves[arm->curve_count] = (struct overhead_curve){
        .measure = alloc_copy(series->name),
        .unit = alloc_copy(series->unit),
        .higher_is_better = series->higher_is_better,
        .is_judged = series->is_judged,
    };
    return &arm->curves[arm->curve_count++];
}

static void curve_done(struct overhead_curve *curve)
{
    free(curve->measure);
    free(curve->unit);
    free(curve->cells);
}

static void drop_empty_curves(struct overhead_arm *arm)
{
    size_t kept = 0;
    for (size_t i = 0; i < arm->curve_count; i++)
        if (arm->curves[i].cell_count > 0)
            arm->curves[kept++] = arm->curves[i];
        else
            curve_done(&arm->curves[i]);
    arm->curve_count = kept;
}

static void measure_arm(struct overhead_arm *arm, const struct measure_set *base)
{
    struct measure_set own;
    measure_set_of(arm->run, &own);
    for (size_t i = 0; i < own.count; i++) {
        const struct measure_series *series = &own.list[i];
        const struct measure_series *below = measure_set_find(base, series->name, series->guests);
        if (below)
            overhead_curve_add(curve_of(arm, series), series->guests, &series->boots,
                               &below->boots);
    }
    measure_set_done(&own);
    drop_empty_curves(arm);
    for (size_t i = 0; i < arm->curve_count; i++)
        overhead_curve_finish(&arm->curves[i]);
}

static void find_absence(struct overhead_arm *arm)
{
    const struct run_record *record = arm->run->record;
    if (arm->curve_count > 0)
        return;
    if (*record->reason)
        arm->absent = alloc_printf("%.*s", (int)strcspn(record->reason, "\n"), record->reason);
    else
        arm->absent = alloc_copy("no boot of it has finished beside a native one");
}

// --- one load -----------------------------------------------------------------------------------

static bool is_native(const struct side_run *run)
{
    return strcmp(run->record->platform, "native") == 0;
}

static void add_arm(struct overhead_load *load, const struct side_run *run)
{
    load->arms = alloc_resized(load->arms, load->arm_count + 1, sizeof *load->arms);
    load->arms[load->arm_count++] = (struct overhead_arm){.run = run};
}

static void fill_load(struct overhead_load *load)
{
    struct measure_set base;
    measure_set_of(load->base, &base);
    for (size_t i = 0; i < load->arm_count; i++) {
        measure_arm(&load->arms[i], &base);
        find_absence(&load->arms[i]);
    }
    measure_set_done(&base);
}

static void release_load(struct overhead_load *load)
{
    for (size_t i = 0; i < load->arm_count; i++) {
        for (size_t k = 0; k < load->arms[i].curve_count; k++)
            curve_done(&load->arms[i].curves[k]);
        free(load->arms[i].curves);
        free(load->arms[i].absent);
    }
    free(load->arms);
    free(load->name);
}

// --- all of them --------------------------------------------------------------------------------

// Where the load of that name stands.
static bool find_place(const struct overhead *overhead, const char *name, size_t *ret_place)
{
    for (size_t i = 0; i < overhead->load_count; i++)
        if (strcmp(overhead->loads[i].name, name) == 0) {
            *ret_place = i;
            return true;
        }
    return false;
}

// Places for the loads, each with its newest native run.
static void find_bases(struct overhead *overhead, const struct side_run *runs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        scope_free char *name = load_name(&runs[i].scenario->load);
        size_t place;
        if (!is_native(&runs[i]) || !*runs[i].record->campaign)
            continue;
        if (!find_place(overhead, name, &place)) {
            place = overhead->load_count++;
            overhead->loads =
                alloc_resized(overhead->loads, overhead->load_count, sizeof *overhead->loads);
            overhead->loads[place] = (struct overhead_load){.name = scope_take(name)};
        }
        struct overhead_load *load = &overhead->loads[place];
        if (!load->base || runs[i].record->id > load->base->record->id)
            load->base = &runs[i];
    }
}

static void find_arms(struct overhead *overhead, const struct side_run *runs, size_t count)
{
    for (size_t i = 0; i < overhead->load_count; i++) {
        struct overhead_load *load = &overhead->loads[i];
        for (size_t k = 0; k < count; k++)
            if (&runs[k] != load->base &&
                strcmp(runs[k].record->campaign, load->base->record->campaign) == 0)
                add_arm(load, &runs[k]);
    }
}

static size_t count_arms(const struct overhead *overhead)
{
    size_t count = 0;
    for (size_t i = 0; i < overhead->load_count; i++)
        count += overhead->loads[i].arm_count;
    return count;
}

int overhead_of(const struct side_run *runs, size_t count, struct overhead *ret_overhead,
                struct err *err)
{
    struct overhead overhead = {0};
    find_bases(&overhead, runs, count);
    find_arms(&overhead, runs, count);
    if (count_arms(&overhead) == 0) {
        overhead_done(&overhead);
        return err_input(err, "no native run of a campaign with another platform beside it: "
                              "nothing to hold overhead against (fullhouse overhead makes one)");
    }
    for (size_t i = 0; i < overhead.load_count; i++)
        fill_load(&overhead.loads[i]);
    overhead_find_platforms(&overhead);
    *ret_overhead = overhead;
    return 0;
}

void overhead_done(struct overhead *overhead)
{
    for (size_t i = 0; i < overhead->load_count; i++)
        release_load(&overhead->loads[i]);
    free(overhead->loads);
    overhead_platforms_done(overhead);
    *overhead = (struct overhead){0};
}

// --- looking up ---------------------------------------------------------------------------------

const struct overhead_curve *overhead_curve_find(const struct overhead_arm *arm,
                                                 const char *measure)
{
    for (size_t i = 0; i < arm->curve_count; i++)
        if (strcmp(arm->curves[i].measure, measure) == 0)
            return &arm->curves[i];
    return NULL;
}

static bool has_measure(const struct overhead_load *load, const char *measure)
{
    for (size_t i = 0; i < load->arm_count; i++)
        if (overhead_curve_find(&load->arms[i], measure))
            return true;
    return false;
}

const char *overhead_headline(const struct overhead_load *load)
{
    if (has_measure(load, "throughput"))
        return "throughput";
    if (has_measure(load, "memory"))
        return "memory";
    for (size_t i = 0; i < load->arm_count; i++)
        for (size_t k = 0; k < load->arms[i].curve_count; k++)
            if (load->arms[i].curves[k].is_judged)
                return load->arms[i].curves[k].measure;
    return NULL;
}
