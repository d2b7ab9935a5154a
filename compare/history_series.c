// SPDX-License-Identifier: GPL-3.0-or-later
// From runs to series: one value a run, with its interval.
#include "compare/history_series.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/inference/log_ratio.h"
#include "common/inference/mean_ratio.h"

#define CONFIDENCE 0.95

// --- values -------------------------------------------------------------------------------------

static bool all_positive(const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!(values[i] > 0))
            return false;
    return count > 0;
}

// The mean of values, geometric where all are positive, with Student's interval.
static struct estimate mean_of(const double *values, size_t count)
{
    bool is_logarithmic = all_positive(values, count);
    double sum = 0, squares = 0;
    for (size_t i = 0; i < count; i++)
        sum += is_logarithmic ? log(values[i]) : values[i];
    double mean = sum / (double)count;
    for (size_t i = 0; i < count; i++)
        squares += pow((is_logarithmic ? log(values[i]) : values[i]) - mean, 2);
    const struct spread spread = {
        .is_known = count > 1,
        .is_logarithmic = is_logarithmic,
        .variance = squares / (double)(count - 1) / (double)count,
        .freedom = (double)(count - 1),
    };
    return spread_interval(is_logarithmic ? exp(mean) : mean, &spread, CONFIDENCE);
}

// Boots that tell no number are none.
static size_t finite_of(const struct measure_values *boots, double *ret_values)
{
    size_t count = 0;
    for (size_t i = 0; i < boots->count; i++)
        if (isfinite(boots->values[i]))
            ret_values[count++] = boots->values[i];
    return count;
}

static void add_point(struct history_series *series, size_t run, const struct measure_values *boots)
{
    scope_free double *values = alloc_zeroed(boots->count + 1, sizeof *values);
    size_t count = finite_of(boots, values);
    if (count == 0)
        return;
    struct history_point *point = &series->points[series->point_count++];
    *point = (struct history_point){run, mean_of(values, count), count};
    series->is_logarithmic = series->is_logarithmic && point->value.value > 0;
}

struct estimate history_series_level(const struct history_series *series, size_t from, size_t count)
{
    scope_free double *values = alloc_zeroed(count + 1, sizeof *values);
    for (size_t i = 0; i < count; i++)
        values[i] = series->points[from + i].value.value;
    return mean_of(values, count);
}

static double *values_of(const struct history_series *series, const struct history_segment *segment)
{
    double *values = alloc_zeroed(segment->count + 1, sizeof *values);
    for (size_t i = 0; i < segment->count; i++)
        values[i] = series->points[segment->from + i].value.value;
    return values;
}

struct estimate history_series_ratio(const struct history_series *series,
                                     const struct history_segment *a,
                                     const struct history_segment *b)
{
    scope_free double *above = values_of(series, a), *below = values_of(series, b);
    if (all_positive(above, a->count) && all_positive(below, b->count))
        return log_ratio_of(above, a->count, below, b->count);
    const struct mean_ratio ratio = mean_ratio_of(above, a->count, below, b->count);
    return mean_ratio_interval(&ratio, CONFIDENCE);
}

// --- which series -------------------------------------------------------------------------------

static bool is_named(const struct measure_series *told, const struct history_options *options)
{
    for (size_t i = 0; i < options->measure_count; i++)
        if (measure_name_means(options->measures[i], told->name))
            return true;
    return false;
}

static bool is_wanted(const struct measure_series *told, const struct history_options *options)
{
    if (options->guests && told->guests != options->guests)
        return false;
    if (options->all_measures || is_named(told, options))
        return true;
    return options->measure_count == 0 && told->is_judged;
}

static bool is_there(const struct history_line *line, const struct measure_series *told)
{
    for (size_t i = 0; i < line->series_count; i++)
        if (line->series[i].guests == told->guests &&
            strcmp(line->series[i].measure, told->name) == 0)
            return true;
    return false;
}

// Behind all of its measure at fewer guests, else at the end.
static struct history_series *insert(struct history_line *line, const char *measure,
                                     uint32_t guests)
{
    size_t at = line->series_count;
    for (size_t i = 0; i < line->series_count; i++)
        if (strcmp(line->series[i].measure, measure) == 0 && line->series[i].guests < guests)
            at = i + 1;
        else if (at == line->series_count && strcmp(line->series[i].measure, measure) == 0)
            at = i;
    line->series = alloc_resized(line->series, line->series_count + 1, sizeof *line->series);
    memmove(&line->series[at + 1], &line->series[at],
            (line->series_count++ - at) * sizeof *line->series);
    return &line->series[at];
}

static void add_series(struct history_line *line, const struct measure_series *told,
                       const struct history_options *options)
{
    *insert(line, told->name, told->guests) = (struct history_series){
        .measure = alloc_copy(told->name),
        .unit = alloc_copy(told->unit),
        .higher_is_better = told->higher_is_better,
        .is_judged = told->is_judged || is_named(told, options),
        .guests = told->guests,
        .is_logarithmic = true,
    };
}

static void gather_points(struct history_line *line, struct history_series *series)
{
    series->points = alloc_zeroed(line->run_count + 1, sizeof *series->points);
    for (size_t r = 0; r < line->run_count; r++) {
        const struct measure_series *told =
            measure_set_find(&line->runs[r]->set, series->measure, series->guests);
        if (told && told->higher_is_better == series->higher_is_better &&
            strcmp(told->unit, series->unit) == 0)
            add_point(series, r, &told->boots);
    }
}

// In the order of the newest run; what only older ones told stands with its measure, or after all.
void history_series_gather(struct history_line *line, const struct history_options *options)
{
    for (size_t r = line->run_count; r-- > 0;) {
        const struct measure_set *set = &line->runs[r]->set;
        for (size_t i = 0; i < set->count; i++)
            if (is_wanted(&set->list[i], options) && !is_there(line, &set->list[i]))
                add_series(line, &set->list[i], options);
    }
    for (size_t i = 0; i < line->series_count; i++)
        gather_points(line, &line->series[i]);
}

static void change_done(struct history_change *change)
{
    changes_done(&change->with);
    changes_done(&change->near);
}

void history_series_done(struct history_series *series)
{
    for (size_t i = 0; i < series->change_count; i++)
        change_done(&series->changes[i]);
    free(series->changes);
    free(series->segments);
    free(series->points);
    free(series->measure);
    free(series->unit);
}
