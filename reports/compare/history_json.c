// SPDX-License-Identifier: GPL-3.0-or-later
// JSON of a history; docs/history.md names its members. Numbers are exact, what is absent is null.
#include <stdlib.h>

#include "common/base/clock.h"
#include "common/base/scope.h"
#include "common/base/version.h"
#include "compare/history.h"
#include "reports/compare/history_report.h"
#include "reports/compare/history_words.h"
#include "reports/json_writer.h"

enum { DOCUMENT_VERSION = 1, COMPACT_DEPTH = 6 };

static void add_taken(struct json_writer *writer, const char *key, char *text)
{
    json_writer_text(writer, key, text);
    free(text);
}

static void add_texts(struct json_writer *writer, const char *key, char *const *texts, size_t count)
{
    json_writer_open_array(writer, key);
    for (size_t i = 0; i < count; i++)
        json_writer_text(writer, NULL, texts[i]);
    json_writer_close_array(writer);
}

static void add_estimate(struct json_writer *writer, const char *key,
                         const struct estimate *estimate)
{
    json_writer_open_object(writer, key);
    json_writer_number(writer, "value", estimate->value);
    json_writer_number(writer, "low", estimate->low);
    json_writer_number(writer, "high", estimate->high);
    json_writer_close_object(writer);
}

static int64_t run_id(const struct history_line *line, const struct history_series *series,
                      size_t point)
{
    return line->runs[series->points[point].run]->record.id;
}

// --- a series -----------------------------------------------------------------------------------

static void add_change(struct json_writer *writer, const struct history_line *line,
                       const struct history_series *series, const struct history_change *change)
{
    json_writer_open_object(writer, NULL);
    json_writer_optional(writer, "run", run_id(line, series, change->at));
    json_writer_optional(writer, "run_before", run_id(line, series, change->at - 1));
    json_writer_text(writer, "kind", history_kind_name(change->kind));
    json_writer_bool(writer, "accepted", change->is_accepted);
    add_estimate(writer, "ratio", &change->ratio);
    json_writer_number(writer, "p", change->p);
    json_writer_number(writer, "p_adjusted", change->p_adjusted);
    add_texts(writer, "changed_with_it", change->with.list, change->with.count);
    add_texts(writer, "changed_nearby", change->near.list, change->near.count);
    json_writer_close_object(writer);
}

static void add_segments(struct json_writer *writer, const struct history_line *line,
                         const struct history_series *series)
{
    json_writer_open_array(writer, "segments");
    for (size_t i = 0; series->point_count > 0 && i <= series->change_count; i++) {
        const struct history_segment *segment = &series->segments[i];
        json_writer_open_object(writer, NULL);
        json_writer_optional(writer, "first_run", run_id(line, series, segment->from));
        json_writer_optional(writer, "last_run",
                             run_id(line, series, segment->from + segment->count - 1));
        json_writer_integer(writer, "runs", segment->count);
        add_estimate(writer, "level", &segment->level);
        json_writer_close_object(writer);
    }
    json_writer_close_array(writer);
}

static void add_points(struct json_writer *writer, const struct history_line *line,
                       const struct history_series *series)
{
    json_writer_open_array(writer, "points");
    for (size_t i = 0; i < series->point_count; i++) {
        json_writer_open_object(writer, NULL);
        json_writer_optional(writer, "run", run_id(line, series, i));
        json_writer_number(writer, "value", series->points[i].value.value);
        json_writer_number(writer, "low", series->points[i].value.low);
        json_writer_number(writer, "high", series->points[i].value.high);
        json_writer_integer(writer, "boots", series->points[i].boots);
        json_writer_close_object(writer);
    }
    json_writer_close_array(writer);
}

static void add_end(struct json_writer *writer, const struct history_series *series)
{
    const struct history_end *end = &series->end;
    json_writer_open_object(writer, "end");
    json_writer_integer(writer, "unlike", end->unlike);
    if (end->unlike > 0) {
        json_writer_bool(writer, "worse", end->is_worse);
        add_estimate(writer, "expected", &end->expected);
        add_estimate(writer, "ratio", &end->ratio);
    }
    json_writer_close_object(writer);
}

static void add_worse(struct json_writer *writer, const struct history_line *line,
                      const struct history_series *series)
{
    json_writer_bool(writer, "worse", series->is_worse);
    if (!series->is_worse)
        return;
    json_writer_optional(writer, "worse_since_run",
                         run_id(line, series, series->changes[series->best].at));
    add_estimate(writer, "worse_ratio", &series->worse_ratio);
}

static void add_series(struct json_writer *writer, const struct history *history,
                       const struct history_line *line, const struct history_series *series)
{
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "metric", series->measure);
    json_writer_text(writer, "unit", series->unit);
    json_writer_bool(writer, "higher_is_better", series->higher_is_better);
    json_writer_bool(writer, "judged", series->is_judged);
    json_writer_integer(writer, "guests", series->guests);
    add_taken(writer, "state", history_state_words(history, line, series));
    add_worse(writer, line, series);
    add_end(writer, series);
    json_writer_open_array(writer, "changes");
    for (size_t i = 0; i < series->change_count; i++)
        add_change(writer, line, series, &series->changes[i]);
    json_writer_close_array(writer);
    add_segments(writer, line, series);
    add_points(writer, line, series);
    json_writer_close_object(writer);
}

// --- a line -------------------------------------------------------------------------------------

static void add_runs(struct json_writer *writer, const struct history_line *line)
{
    json_writer_open_array(writer, "runs");
    for (size_t r = 0; r < line->run_count; r++) {
        const struct run_record *record = &line->runs[r]->record;
        char started[CLOCK_TEXT_SIZE];
        json_writer_open_object(writer, NULL);
        json_writer_optional(writer, "run", record->id);
        json_writer_text(writer, "started_at", clock_format_utc(started, record->started_at_ns));
        json_writer_text(writer, "state", record_state_name(record->state));
        json_writer_close_object(writer);
    }
    json_writer_close_array(writer);
}

static void add_versions(struct json_writer *writer, const struct history_line *line)
{
    json_writer_open_array(writer, "versions");
    for (size_t i = 0; i < line->version_count; i++) {
        const struct history_version *version = &line->versions[i];
        json_writer_open_object(writer, NULL);
        json_writer_optional(writer, "run", line->runs[version->run]->record.id);
        add_texts(writer, "changed", version->changes.list, version->changes.count);
        json_writer_close_object(writer);
    }
    json_writer_close_array(writer);
}

static void add_line(struct json_writer *writer, const struct history *history,
                     const struct history_line *line)
{
    const struct run_record *newest = &line->runs[line->run_count - 1]->record;
    json_writer_open_object(writer, NULL);
    add_taken(writer, "subject", history_line_words(line));
    json_writer_text(writer, "platform", newest->platform);
    json_writer_text(writer, "arm", newest->arm);
    json_writer_text(writer, "guest_kind", newest->guest_kind);
    json_writer_bool(writer, "emulated", line->is_emulated);
    json_writer_text(writer, "host", newest->host.name);
    add_runs(writer, line);
    add_versions(writer, line);
    json_writer_open_array(writer, "series");
    for (size_t s = 0; s < line->series_count; s++)
        add_series(writer, history, line, &line->series[s]);
    json_writer_close_array(writer);
    json_writer_close_object(writer);
}

static void add_left_out(struct json_writer *writer, const struct history *history)
{
    json_writer_open_array(writer, "left_out");
    for (size_t i = 0; i < history->left_out_count; i++) {
        json_writer_open_object(writer, NULL);
        json_writer_integer(writer, "runs", history->left_out[i].count);
        json_writer_optional(writer, "newest_run", history->left_out[i].newest_id);
        json_writer_text(writer, "why", history->left_out[i].why);
        json_writer_close_object(writer);
    }
    json_writer_close_array(writer);
}

static void add_judging(struct json_writer *writer, const struct history *history)
{
    json_writer_number(writer, "threshold_ratio", history->threshold);
    json_writer_number(writer, "significance", history->significance);
    json_writer_integer(writer, "runs_least", history->segment_least);
    json_writer_optional(writer, "accepted_run",
                         history->runs.accepted_id ? history->runs.accepted_id : -1);
    json_writer_integer(writer, "series_judged", history->series_count);
    json_writer_integer(writer, "series_changed", history->changed_count);
    json_writer_integer(writer, "series_worse", history->worse_count);
    json_writer_integer(writer, "series_unlike_worse", history->unlike_worse_count);
}

static void emit(const struct history_report *report, struct emitter_context *context,
                 struct strbuf *out)
{
    const struct history *history = report->history;
    struct json_writer writer = {.out = out, .compact_depth = COMPACT_DEPTH};
    (void)context;
    json_writer_open_object(&writer, NULL);
    json_writer_text(&writer, "fullhouse", FULLHOUSE_VERSION);
    json_writer_text(&writer, "document", "history");
    json_writer_integer(&writer, "version", DOCUMENT_VERSION);
    json_writer_text(&writer, "label", history->runs.label);
    add_taken(&writer, "answer", history_answer(history));
    add_judging(&writer, history);
    json_writer_open_array(&writer, "lines");
    for (size_t i = 0; i < history->line_count; i++)
        add_line(&writer, history, &history->lines[i]);
    json_writer_close_array(&writer);
    add_left_out(&writer, history);
    add_texts(&writer, "remarks", history->remarks, history->remark_count);
    json_writer_close_object(&writer);
}

const struct history_form history_form_json = {
    .name = "json",
    .suffix = ".json",
    .help = "for machines, whole",
    .emit = emit,
};
