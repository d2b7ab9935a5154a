// SPDX-License-Identifier: GPL-3.0-or-later
// The series of a run: every measure at every density, boot by boot. Of a run with tiles, of every
// stream by itself: "throughput of db".
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/inference/step_view.h"
#include "common/model/scenario.h"
#include "compare/measure.h"
#include "compare/measure_boot.h"
#include "compare/measure_figure.h"
#include "compare/side.h"

// One kind of guest of a run: all of them, or those of a stream.
struct kind {
    const struct load *load;
    const char *stream; // "" where all guests are alike
    const struct step_record *steps;
    size_t step_count;
};

// What a series is of.
struct subject {
    const char *name, *unit;
    bool higher_is_better, is_judged;
};

static struct measure_series *find(const struct measure_set *set, const char *name, uint32_t guests)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->list[i].guests == guests && strcmp(set->list[i].name, name) == 0)
            return &set->list[i];
    return NULL;
}

// What comes last stands behind all of its name with fewer guests, else at the end.
static struct measure_series *insert(struct measure_set *set, const char *name, uint32_t guests)
{
    size_t at = set->count;
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->list[i].name, name) == 0) {
            at = i;
            while (at < set->count && strcmp(set->list[at].name, name) == 0 &&
                   set->list[at].guests < guests)
                at++;
            break;
        }
    set->list = alloc_resized(set->list, set->count + 1, sizeof *set->list);
    memmove(&set->list[at + 1], &set->list[at], (set->count - at) * sizeof *set->list);
    set->count++;
    return &set->list[at];
}

static struct measure_series *open_series(struct measure_set *set, const struct subject *subject,
                                          const char *stream, uint32_t guests)
{
    scope_free char *name =
        *stream ? alloc_printf("%s of %s", subject->name, stream) : alloc_copy(subject->name);
    struct measure_series *series = find(set, name, guests);
    if (series)
        return series;
    series = insert(set, name, guests);
    *series = (struct measure_series){
        .name = scope_take(name),
        .unit = alloc_copy(subject->unit),
        .higher_is_better = subject->higher_is_better,
        .is_judged = subject->is_judged,
        .guests = guests,
    };
    return series;
}

static void add_value(struct measure_set *set, const struct subject *subject, const char *stream,
                      const struct step_record *step, double value)
{
    if (!isfinite(value))
        return;
    struct measure_values *boots =
        &open_series(set, subject, stream, step_record_units(step))->boots;
    size_t at = boots->count++;
    boots->values = alloc_resized(boots->values, boots->count, sizeof *boots->values);
    boots->repeats = alloc_resized(boots->repeats, boots->count, sizeof *boots->repeats);
    for (; at > 0 && boots->repeats[at - 1] > step->repeat; at--) {
        boots->values[at] = boots->values[at - 1];
        boots->repeats[at] = boots->repeats[at - 1];
    }
    boots->values[at] = value;
    boots->repeats[at] = step->repeat;
}

// --- the table, then figures --------------------------------------------------------------------

// Guests that do nothing are judged by what it takes to have them. A share of a rate is offered by
// what each run's calibration found: how far off that was is in no boot of the ladder, and two runs
// that are alike would be told apart by it; the calibration itself is judged where it has several
// boots.
static bool is_judged(const struct measure *measure, const struct load *load, size_t boots)
{
    if (strcmp(measure->name, "host_cpu") == 0)
        return load_is_idle(load);
    if (strcmp(measure->name, "throughput") == 0)
        return load->arrivals == LOAD_CLOSED || !load->rate.is_share;
    if (strcmp(measure->name, "alone") == 0)
        return boots >= 2;
    return measure->is_judged;
}

// A calibration tells what one guest alone can do, the ladder all else.
static bool is_told_by(const struct measure *measure, const struct step_record *step)
{
    bool is_alone = strcmp(measure->name, "alone") == 0;
    enum record_step_kind kind = is_alone ? RECORD_STEP_CALIBRATE : RECORD_STEP_LADDER;
    return step->state == RECORD_DONE && step->kind == kind;
}

static bool is_told_by_all(const struct kind *kind, const struct measure *measure,
                           double *const *values, uint32_t guests)
{
    for (size_t s = 0; s < kind->step_count; s++) {
        const struct step_record *step = &kind->steps[s];
        if (is_told_by(measure, step) && step_record_units(step) == guests &&
            !isfinite(values[s][measure - measure_table]))
            return false;
    }
    return true;
}

static size_t count_boots(const struct kind *kind, const struct measure *measure)
{
    size_t boots = 0;
    for (size_t s = 0; s < kind->step_count; s++)
        boots += is_told_by(measure, &kind->steps[s]);
    return boots;
}

static void add_measure(struct measure_set *set, const struct kind *kind, double *const *values,
                        size_t m)
{
    const struct measure *measure = &measure_table[m];
    const struct subject subject = {
        .name = measure->name,
        .unit = measure->unit,
        .higher_is_better = measure->higher_is_better,
        .is_judged = is_judged(measure, kind->load, count_boots(kind, measure)),
    };
    for (size_t s = 0; s < kind->step_count; s++) {
        const struct step_record *step = &kind->steps[s];
        bool is_whole = !measure->is_all_or_none ||
                        is_told_by_all(kind, measure, values, step_record_units(step));
        if (is_told_by(measure, step) && is_whole)
            add_value(set, &subject, kind->stream, step, values[s][m]);
    }
}

static void add_measures(struct measure_set *set, const struct kind *kind)
{
    scope_free double **values = alloc_zeroed(kind->step_count + 1, sizeof *values);
    for (size_t s = 0; s < kind->step_count; s++) {
        values[s] = alloc_zeroed(measure_count, sizeof **values);
        measure_boot(&kind->steps[s], kind->load, values[s]);
    }
    for (size_t m = 0; m < measure_count; m++)
        add_measure(set, kind, values, m);
    for (size_t s = 0; s < kind->step_count; s++)
        free(values[s]);
}

// The user's own program tells what the user asked for; what a workload tells beside its windows is
// told.
static void add_figures(struct measure_set *set, const struct kind *kind)
{
    for (size_t s = 0; s < kind->step_count; s++) {
        const struct step_record *step = &kind->steps[s];
        for (size_t f = 0; measure_boot_counts(step) && f < step->figure_count; f++) {
            const struct figure_record *figure = &step->figures[f];
            if (!measure_figure_is_first(step, f))
                continue;
            const struct subject subject = {
                .name = figure->name,
                .unit = *figure->unit ? figure->unit : "1",
                .higher_is_better = figure->higher_is_better,
                .is_judged = load_is_exec(kind->load),
            };
            add_value(set, &subject, kind->stream, step,
                      measure_figure_of_step(step, figure->name));
        }
    }
}

// --- a run --------------------------------------------------------------------------------------

static void add_stream(struct measure_set *set, const struct side_run *run, const struct role *role,
                       size_t stream)
{
    struct step_view view;
    scope_free char *name = role_stream_name(role, stream);
    step_view_init(&view, run->steps, run->step_count, role, (uint32_t)stream);
    const struct kind kind = {&role->loads[stream], name, view.steps, view.count};
    add_measures(set, &kind);
    add_figures(set, &kind);
    step_view_done(&view);
}

void measure_set_of(const struct side_run *run, struct measure_set *ret_set)
{
    const struct tile *tile = &run->scenario->tile;
    const struct kind all = {&run->scenario->load, "", run->steps, run->step_count};
    struct measure_set set = {0};
    for (size_t r = 0; r < tile->role_count; r++)
        for (size_t s = 0; s < tile->roles[r].load_count; s++)
            add_stream(&set, run, &tile->roles[r], s);
    if (tile->role_count == 0) {
        add_measures(&set, &all);
        add_figures(&set, &all);
    }
    *ret_set = set;
}

void measure_set_done(struct measure_set *set)
{
    if (!set)
        return;
    for (size_t i = 0; i < set->count; i++) {
        free(set->list[i].name);
        free(set->list[i].unit);
        free(set->list[i].boots.values);
        free(set->list[i].boots.repeats);
    }
    free(set->list);
    *set = (struct measure_set){0};
}

const struct measure_series *measure_set_find(const struct measure_set *set, const char *name,
                                              uint32_t guests)
{
    return find(set, name, guests);
}
