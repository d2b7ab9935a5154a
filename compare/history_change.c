// SPDX-License-Identifier: GPL-3.0-or-later
// Where a series changed, and whether that was for the worse.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/inference/change_points.h"
#include "common/inference/false_discovery.h"
#include "compare/history_series.h"

enum { DRAWS_LEAST = 999, DRAWS_MOST = 20000 };

static const char *const kind_names[] = {
#define X(name, text) text,
    HISTORY_KINDS(X)
#undef X
};

const char *history_kind_name(enum history_kind kind)
{
    return kind_names[kind];
}

// --- finding ------------------------------------------------------------------------------------

// Each series has its own random numbers, whatever others there are.
static uint64_t seed_of(const struct history_series *series, uint64_t seed)
{
    for (const char *c = series->measure; *c; c++)
        seed = rng_derive(seed, (unsigned char)*c);
    return rng_derive(seed, series->guests);
}

// The smallest p that permutations can give must stay below the significance when it is adjusted.
static uint32_t draws_for(const struct history_options *options, size_t looks)
{
    double draws = 2 * (double)looks / options->significance;
    return (uint32_t)fmin(fmax(draws, DRAWS_LEAST), DRAWS_MOST);
}

void history_series_find(struct history_series *series, const struct history_options *options,
                         size_t looks)
{
    size_t count = series->point_count;
    scope_free double *values = alloc_zeroed(count + 1, sizeof *values);
    struct change_points points = {0};
    const struct change_plan plan = {
        .significance = options->significance,
        .segment_least = options->segment_least,
        .draws = draws_for(options, looks),
        .seed = seed_of(series, options->seed),
    };
    for (size_t i = 0; i < count; i++) {
        double value = series->points[i].value.value;
        values[i] = series->is_logarithmic ? log(value) : value;
    }
    if (count < 2 * options->segment_least)
        return;
    change_points_find(values, count, &plan, &points);
    series->changes = alloc_zeroed(points.count + 1, sizeof *series->changes);
    series->change_count = points.count;
    for (size_t i = 0; i < points.count; i++)
        series->changes[i] =
            (struct history_change){.at = points.list[i].at, .p = points.list[i].p};
    change_points_done(&points);
}

// A series without changes is a test, too: one that found nothing.
void history_series_adjust(struct history_series *const *series, size_t count, double significance)
{
    size_t tests = 0, t = 0;
    for (size_t i = 0; i < count; i++)
        tests += series[i]->change_count ? series[i]->change_count : 1;
    scope_free double *p = alloc_zeroed(tests + 1, sizeof *p);
    for (size_t i = 0; i < count; i++) {
        if (series[i]->change_count == 0)
            p[t++] = 1;
        for (size_t c = 0; c < series[i]->change_count; c++)
            p[t++] = series[i]->changes[c].p;
    }
    false_discovery_adjust(p, tests, p);
    t = 0;
    for (size_t i = 0; i < count; i++) {
        size_t kept = 0, found = series[i]->change_count;
        t += found == 0;
        for (size_t c = 0; c < found; c++, t++) {
            series[i]->changes[c].p_adjusted = p[t];
            if (p[t] <= significance)
                series[i]->changes[kept++] = series[i]->changes[c];
        }
        series[i]->change_count = kept;
    }
}

// --- judging ------------------------------------------------------------------------------------

enum history_kind history_series_kind(const struct history_series *series,
                                      const struct estimate *ratio, double threshold)
{
    bool is_more = ratio->value >= 1 + threshold && ratio->low > 1;
    bool is_less = ratio->value <= 1 / (1 + threshold) && ratio->high < 1;
    if (!is_more && !is_less)
        return HISTORY_SMALL;
    return is_more == series->higher_is_better ? HISTORY_IMPROVEMENT : HISTORY_REGRESSION;
}

static void cut(struct history_series *series)
{
    series->segments = alloc_zeroed(series->change_count + 1, sizeof *series->segments);
    for (size_t i = 0; i <= series->change_count; i++) {
        struct history_segment *segment = &series->segments[i];
        size_t to = i < series->change_count ? series->changes[i].at : series->point_count;
        segment->from = i > 0 ? series->changes[i - 1].at : 0;
        segment->count = to - segment->from;
        segment->level = history_series_level(series, segment->from, segment->count);
    }
}

static const struct run_record *record_at(const struct history_series *series,
                                          const struct history_line *line, size_t point)
{
    return &line->runs[series->points[point].run]->record;
}

// What changed with it; else what did so close by that the change may be its work.
static void tell_versions(struct history_change *change, const struct history_series *series,
                          const struct history_line *line)
{
    size_t at = change->at, last = series->point_count - 1;
    size_t from = at > HISTORY_NEAR + 1 ? at - HISTORY_NEAR - 1 : 0;
    size_t to = at + HISTORY_NEAR < last ? at + HISTORY_NEAR : last;
    changes_add(&change->with, record_at(series, line, at - 1), record_at(series, line, at));
    if (change->with.count == 0)
        changes_add(&change->near, record_at(series, line, from), record_at(series, line, to));
}

static void judge_changes(struct history_series *series, const struct history_line *line,
                          int64_t accepted_id, double threshold)
{
    for (size_t i = 0; i < series->change_count; i++) {
        struct history_change *change = &series->changes[i];
        change->ratio =
            history_series_ratio(series, &series->segments[i + 1], &series->segments[i]);
        change->kind = history_series_kind(series, &change->ratio, threshold);
        change->is_accepted = record_at(series, line, change->at)->id <= accepted_id;
        tell_versions(change, series, line);
    }
}

// How much worse one is: the larger the worse.
static double worse_by(const struct history_series *series, const struct estimate *ratio)
{
    return series->higher_is_better ? -log(ratio->value) : log(ratio->value);
}

static void compare_with_best(struct history_series *series, double threshold)
{
    size_t last = series->change_count, first = 0;
    for (size_t i = 0; i < series->change_count; i++)
        if (series->changes[i].is_accepted)
            first = i + 1;
    for (size_t i = first; i < last; i++) {
        struct estimate ratio =
            history_series_ratio(series, &series->segments[last], &series->segments[i]);
        if (history_series_kind(series, &ratio, threshold) != HISTORY_REGRESSION ||
            (series->is_worse &&
             worse_by(series, &ratio) <= worse_by(series, &series->worse_ratio)))
            continue;
        series->is_worse = true;
        series->best = i;
        series->worse_ratio = ratio;
    }
}

// --- the end ------------------------------------------------------------------------------------

// Where one more value of these was to be expected (Student's prediction interval: the variance of
// one value more, and that of the mean).
static struct estimate expect(const struct history_series *series, size_t from, size_t count,
                              double confidence)
{
    struct estimate level = history_series_level(series, from, count);
    double squares = 0;
    for (size_t i = 0; i < count; i++) {
        double value = series->points[from + i].value.value;
        squares +=
            series->is_logarithmic ? pow(log(value / level.value), 2) : pow(value - level.value, 2);
    }
    const struct spread spread = {
        .is_known = count > 1,
        .is_logarithmic = series->is_logarithmic,
        .variance = squares / (double)(count - 1) * (1 + 1 / (double)count),
        .freedom = (double)(count - 1),
    };
    return spread_interval(level.value, &spread, confidence);
}

// 1 above what was to be expected, -1 below, 0 within; what is nearer than the threshold is within.
static int side_of(double value, const struct estimate *expected, double threshold)
{
    if (value > expected->high && !(value / expected->value < 1 + threshold))
        return 1;
    return value < expected->low && !(expected->value / value < 1 + threshold) ? -1 : 0;
}

static bool all_beyond(const struct history_series *series, size_t from,
                       const struct estimate *expected, double threshold)
{
    int side = side_of(series->points[from].value.value, expected, threshold);
    for (size_t i = from; i < series->point_count; i++)
        if (side_of(series->points[i].value.value, expected, threshold) != side)
            return false;
    return side != 0;
}

// So many of the last points as are unlike those before them, as long as they are too few to be a
// segment of their own.
static void look_at_end(struct history_series *series, const struct history_options *options,
                        size_t looks)
{
    const struct history_segment *last = &series->segments[series->change_count];
    double confidence = 1 - options->significance / (double)(looks ? looks : 1);
    for (size_t some = options->segment_least - 1; some > 0; some--) {
        if (last->count < some + options->segment_least)
            continue;
        size_t before = last->count - some, from = last->from + before;
        struct estimate expected = expect(series, last->from, before, confidence);
        if (!all_beyond(series, from, &expected, options->threshold))
            continue;
        const struct history_segment base = {last->from, before, expected},
                                     rest = {from, some, expected};
        struct estimate ratio = history_series_ratio(series, &rest, &base);
        bool is_more = series->points[from].value.value > expected.value;
        series->end =
            (struct history_end){some, expected, ratio, is_more != series->higher_is_better};
        return;
    }
}

void history_series_judge(struct history_series *series, const struct history_line *line,
                          int64_t accepted_id, const struct history_options *options, size_t looks)
{
    if (series->point_count == 0)
        return;
    cut(series);
    judge_changes(series, line, accepted_id, options->threshold);
    compare_with_best(series, options->threshold);
    look_at_end(series, options, looks);
}
