// SPDX-License-Identifier: GPL-3.0-or-later
// Words only; every figure in them was computed elsewhere.
#include "reports/compare/history_words.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "reports/compare/effect.h"
#include "reports/describe.h"

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

// "2026-11-25"
static char *day_of(int64_t at_ns)
{
    char day[CLOCK_TEXT_SIZE];
    clock_format_utc(day, at_ns);
    return strndup(day, strcspn(day, "T"));
}

char *history_series_name(const struct history_series *series)
{
    return alloc_printf("%s at %" PRIu32 " guest%s", series->measure, series->guests,
                        plural(series->guests));
}

static const struct run_record *record_of(const struct history_line *line,
                                          const struct history_series *series, size_t point)
{
    return &line->runs[series->points[point].run]->record;
}

char *history_point_words(const struct history_line *line, const struct history_series *series,
                          size_t point)
{
    const struct run_record *record = record_of(line, series, point);
    scope_free char *day = day_of(record->started_at_ns);
    return alloc_printf("run %" PRId64 " (%s)", record->id, day);
}

// "61 runs, 1 to 61, 2026-09-30 to 2026-11-29", or "Run 1, 2026-09-30" where it is alone.
static char *runs_words(const struct history_line *line)
{
    const struct run_record *first = &line->runs[0]->record;
    const struct run_record *last = &line->runs[line->run_count - 1]->record;
    scope_free char *from = day_of(first->started_at_ns), *to = day_of(last->started_at_ns);
    if (line->run_count == 1)
        return alloc_printf("Run %" PRId64 ", %s", last->id, to);
    return alloc_printf("%zu runs, %" PRId64 " to %" PRId64 ", %s to %s", line->run_count,
                        first->id, last->id, from, to);
}

char *history_line_words(const struct history_line *line)
{
    const struct history_run *newest = line->runs[line->run_count - 1];
    const struct scenario *scenario = &newest->scenario;
    char memory[UNITS_TEXT_SIZE];
    scope_free char *platform = describe_platform(&newest->record);
    scope_free char *load = load_describe(&scenario->load);
    scope_free char *shape =
        scenario->tile.role_count > 0
            ? alloc_printf("tiles of %zu role%s", scenario->tile.role_count,
                           plural(scenario->tile.role_count))
            : alloc_printf("%" PRIu32 " vCPU%s, %s; %s", scenario->shape.vcpus,
                           plural(scenario->shape.vcpus),
                           units_format_bytes(memory, scenario->shape.memory_bytes), load);
    scope_free char *runs = runs_words(line);
    const char *host = newest->record.host.name;
    return alloc_printf("%s; %s; on %s. %s.", platform, shape, *host ? host : "an unnamed host",
                        runs);
}

// --- changes ------------------------------------------------------------------------------------

static char *level_words(const struct history_series *series, size_t segment)
{
    return effect_value(series->unit, series->segments[segment].level.value);
}

static const char *kind_title(enum history_kind kind)
{
    static const char *const titles[] = {
        [HISTORY_SMALL] = "Small change",
        [HISTORY_REGRESSION] = "Regression",
        [HISTORY_IMPROVEMENT] = "Improvement",
    };
    return titles[kind];
}

char *history_change_words(const struct history_line *line, const struct history_series *series,
                           const struct history_change *change)
{
    size_t index = (size_t)(change - series->changes);
    scope_free char *at = history_point_words(line, series, change->at);
    scope_free char *before = level_words(series, index), *after = level_words(series, index + 1);
    scope_free char *ratio = effect_text(&change->ratio), *p = effect_p(change->p_adjusted);
    return alloc_printf("%s%s with %s: %s before, %s after, %s, p %s", kind_title(change->kind),
                        change->is_accepted ? " (accepted)" : "", at, before, after, ratio, p);
}

static char *join(const struct changes *changes)
{
    struct strbuf text = {0};
    for (size_t i = 0; i < changes->count; i++)
        strbuf_printf(&text, "%s%s", i ? "; " : "", changes->list[i]);
    return strbuf_take(&text);
}

char *history_cause_words(const struct history_change *change)
{
    scope_free char *with = join(&change->with), *near = join(&change->near);
    if (*with)
        return alloc_printf("Changed with it: %s.", with);
    if (*near)
        return alloc_printf("No version or setting that is recorded changed with it; within %d "
                            "runs of it did: %s.",
                            HISTORY_NEAR, near);
    return alloc_copy("No version or setting that is recorded changed with it.");
}

char *history_worse_words(const struct history_line *line, const struct history_series *series)
{
    scope_free char *since = history_point_words(line, series, series->changes[series->best].at);
    scope_free char *ratio = effect_text(&series->worse_ratio);
    scope_free char *name = history_series_name(series);
    scope_free char *now = level_words(series, series->change_count);
    scope_free char *was = level_words(series, series->best);
    return alloc_printf("%s is worse since %s: %s, which was %s (%s).", name, since, now, was,
                        ratio);
}

// --- the end ------------------------------------------------------------------------------------

char *history_end_words(const struct history *history, const struct history_line *line,
                        const struct history_series *series)
{
    const struct history_end *end = &series->end;
    if (end->unlike == 0)
        return NULL;
    size_t last = series->point_count - 1;
    scope_free char *name = history_series_name(series);
    scope_free char *at = history_point_words(line, series, last);
    scope_free char *value = effect_value(series->unit, series->points[last].value.value);
    scope_free char *low = effect_value(series->unit, end->expected.low);
    scope_free char *high = effect_value(series->unit, end->expected.high);
    scope_free char *change = effect_change(end->ratio.value);
    scope_free char *who = end->unlike == 1 ? alloc_copy("the last run is")
                                            : alloc_printf("the last %zu runs are", end->unlike);
    size_t more = history->segment_least - end->unlike;
    return alloc_printf(
        "%s: %s unlike those before, for the %s (%s; %s: %s, expected %s to %s). No "
        "change yet: %zu more run%s like %s would tell.",
        name, who, end->is_worse ? "worse" : "better", change, at, value, low, high, more,
        plural(more), end->unlike == 1 ? "it" : "them");
}

// --- how it stands ------------------------------------------------------------------------------

static bool has_regression(const struct history_series *series)
{
    for (size_t i = 0; i < series->change_count; i++)
        if (series->changes[i].kind == HISTORY_REGRESSION && !series->changes[i].is_accepted)
            return true;
    return false;
}

char *history_state_words(const struct history *history, const struct history_line *line,
                          const struct history_series *series)
{
    if (series->is_worse)
        return alloc_printf("worse since run %" PRId64,
                            record_of(line, series, series->changes[series->best].at)->id);
    if (series->end.unlike == 1)
        return alloc_copy("last run unlike");
    if (series->end.unlike > 1)
        return alloc_printf("last %zu runs unlike", series->end.unlike);
    if (has_regression(series))
        return alloc_copy("recovered");
    if (series->change_count == 0)
        return alloc_copy(series->point_count < 2 * history->segment_least ? "too few runs"
                                                                           : "steady");
    const struct history_change *last = &series->changes[series->change_count - 1];
    if (last->is_accepted)
        return alloc_copy("accepted");
    if (last->kind == HISTORY_IMPROVEMENT)
        return alloc_printf("better since run %" PRId64, record_of(line, series, last->at)->id);
    return alloc_copy("small change");
}

// --- what was left out, and how it was done -----------------------------------------------------

char *history_left_out_words(const struct history *history, const struct history_left_out *group)
{
    return alloc_printf("%zu run%s left out: %s (fullhouse history %s --like %" PRId64
                        " looks at %s).",
                        group->count, group->count == 1 ? " is" : "s are", group->why,
                        history->runs.label, group->newest_id, group->count == 1 ? "it" : "these");
}

char *history_method_words(const struct history *history)
{
    return alloc_printf(
        "A value a run: the geometric mean of its boots. Change points by E-divisive means at "
        "least %zu runs apart, at a significance of %g %% over all series that are looked at "
        "(Benjamini and Hochberg). A change below %g %%, or whose 95 %% interval holds 1, is "
        "small. A series is worse while its last segment is, by that measure, worse than an "
        "earlier one that no accepted change has closed.",
        history->segment_least, 100 * history->significance, 100 * history->threshold);
}
