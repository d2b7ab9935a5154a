// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences about the runs themselves: they end in a full stop.
#include "compare/history_remarks.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"
#include "compare/history.h"

#define DAY_NS       (INT64_C(86400) * INT64_C(1000000000))
#define GAP_LEAST_NS DAY_NS
#define GAP_FACTOR   5
enum { GAP_RUNS_LEAST = 5 };

static void remark(struct history *history, char *taken)
{
    history->remarks =
        alloc_resized(history->remarks, history->remark_count + 1, sizeof *history->remarks);
    history->remarks[history->remark_count++] = taken;
}

static int64_t started_at(const struct history_line *line, size_t run)
{
    return line->runs[run]->record.started_at_ns;
}

// "2026-11-25".
static void day_of(char day[CLOCK_TEXT_SIZE], int64_t at_ns)
{
    clock_format_utc(day, at_ns);
    day[strcspn(day, "T")] = '\0';
}

// --- clocks and gaps ----------------------------------------------------------------------------

static void remark_clocks(struct history *history, const struct history_line *line)
{
    size_t count = 0, first = 0;
    for (size_t r = 1; r < line->run_count; r++) {
        if (started_at(line, r) >= started_at(line, r - 1))
            continue;
        first = count++ ? first : r;
    }
    if (count == 0)
        return;
    char before[CLOCK_TEXT_SIZE], after[CLOCK_TEXT_SIZE];
    clock_format_utc(before, started_at(line, first - 1));
    clock_format_utc(after, started_at(line, first));
    scope_free char *more =
        count > 1 ? alloc_printf(" (and %zu times more)", count - 1) : alloc_copy("");
    remark(history, alloc_printf("The clock went backwards between runs %" PRId64 " (%s) and "
                                 "%" PRId64 " (%s)%s: the order is that of the runs' numbers.",
                                 line->runs[first - 1]->record.id, before,
                                 line->runs[first]->record.id, after, more));
}

static int by_size(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static int64_t median_gap(const struct history_line *line)
{
    size_t count = line->run_count - 1;
    scope_free int64_t *gaps = alloc_zeroed(count + 1, sizeof *gaps);
    for (size_t r = 0; r < count; r++)
        gaps[r] = started_at(line, r + 1) - started_at(line, r);
    qsort(gaps, count, sizeof *gaps, by_size);
    return gaps[count / 2];
}

// The largest, and how many more.
static void remark_gaps(struct history *history, const struct history_line *line)
{
    if (line->run_count < GAP_RUNS_LEAST)
        return;
    int64_t usual = median_gap(line), largest = 0;
    size_t count = 0, at = 0;
    for (size_t r = 1; r < line->run_count; r++) {
        int64_t gap = started_at(line, r) - started_at(line, r - 1);
        if (gap / GAP_FACTOR <= usual || gap <= GAP_LEAST_NS)
            continue;
        count++;
        if (gap > largest) {
            largest = gap;
            at = r;
        }
    }
    if (count == 0)
        return;
    char from[CLOCK_TEXT_SIZE], to[CLOCK_TEXT_SIZE];
    day_of(from, started_at(line, at - 1));
    day_of(to, started_at(line, at));
    scope_free char *more =
        count > 1 ? alloc_printf("; %zu smaller gaps", count - 1) : alloc_copy("");
    remark(history, alloc_printf("No runs from %s to %s (%" PRId64 " days)%s.", from, to,
                                 largest / DAY_NS, more));
}

// --- runs and series ----------------------------------------------------------------------------

static void remark_silent(struct history *history, const struct history_line *line)
{
    size_t count = 0, cut_short = 0;
    int64_t newest = 0;
    for (size_t r = 0; r < line->run_count; r++) {
        const struct history_run *run = line->runs[r];
        cut_short += run->set.count > 0 && run->record.state != RECORD_DONE;
        if (run->set.count > 0)
            continue;
        count++;
        newest = run->record.id;
    }
    if (count > 0)
        remark(history, alloc_printf("%zu run%s no finished step and %s no place in the series "
                                     "(the newest of them: run %" PRId64 ").",
                                     count, count == 1 ? " has" : "s have",
                                     count == 1 ? "has" : "have", newest));
    if (cut_short > 0)
        remark(history,
               alloc_printf("%zu run%s not come to %s end; what %s finished counts.", cut_short,
                            cut_short == 1 ? " has" : "s have", cut_short == 1 ? "its" : "their",
                            cut_short == 1 ? "it" : "they"));
}

static void remark_short(struct history *history)
{
    size_t count = 0, wanted = 2 * history->segment_least;
    for (size_t i = 0; i < history->line_count; i++)
        for (size_t s = 0; s < history->lines[i].series_count; s++)
            count += history->lines[i].series[s].point_count < wanted;
    if (count > 0)
        remark(history,
               alloc_printf("%zu series %s fewer than %zu runs: too few for a change, "
                            "which wants %zu on either side.",
                            count, count == 1 ? "has" : "have", wanted, history->segment_least));
}

static void remark_single_boots(struct history *history)
{
    size_t single = 0, points = 0;
    for (size_t i = 0; i < history->line_count; i++)
        for (size_t s = 0; s < history->lines[i].series_count; s++) {
            const struct history_series *series = &history->lines[i].series[s];
            points += series->point_count;
            for (size_t p = 0; p < series->point_count; p++)
                single += series->points[p].boots < 2;
        }
    if (single > 0)
        remark(history,
               alloc_printf("%zu of %zu values are of a single boot and have no interval of their "
                            "own (bench --repeats 3 gives one).",
                            single, points));
}

// A series that goes on elsewhere no longer tells of today.
static void remark_ended(struct history *history, const struct history_line *line)
{
    for (size_t s = 0; s < line->series_count; s++) {
        const struct history_series *series = &line->series[s];
        size_t last = series->point_count ? series->points[series->point_count - 1].run : 0;
        if (series->point_count == 0 || last + 1 == line->run_count)
            continue;
        remark(history, alloc_printf("%s at %" PRIu32 " guest%s ends with run %" PRId64
                                     "; later runs do not tell it.",
                                     series->measure, series->guests,
                                     series->guests == 1 ? "" : "s", line->runs[last]->record.id));
    }
}

void history_remarks_add(struct history *history)
{
    if (history->runs.before_since > 0)
        remark(history,
               alloc_printf("%zu older run%s not looked at (--since).", history->runs.before_since,
                            history->runs.before_since == 1 ? " is" : "s are"));
    if (history->runs.accepted_id > 0)
        remark(history, alloc_printf("Changes up to run %" PRId64 " are accepted.",
                                     history->runs.accepted_id));
    for (size_t i = 0; i < history->line_count; i++) {
        remark_clocks(history, &history->lines[i]);
        remark_gaps(history, &history->lines[i]);
        remark_silent(history, &history->lines[i]);
        remark_ended(history, &history->lines[i]);
    }
    remark_short(history);
    remark_single_boots(history);
}
