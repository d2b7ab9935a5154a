// SPDX-License-Identifier: GPL-3.0-or-later
// CSV of a history: one row a run and series, for whoever draws his own picture.
#include "common/base/clock.h"
#include "compare/history.h"
#include "reports/compare/history_report.h"
#include "reports/csv_writer.h"

static const struct history_segment *segment_of(const struct history_series *series, size_t point,
                                                size_t *ret_number)
{
    size_t number = 0;
    while (number < series->change_count && series->changes[number].at <= point)
        number++;
    *ret_number = number;
    return &series->segments[number];
}

static void add_point(struct csv_writer *writer, const struct history_line *line,
                      const struct history_series *series, size_t p)
{
    const struct history_point *point = &series->points[p];
    const struct run_record *record = &line->runs[point->run]->record;
    char started[CLOCK_TEXT_SIZE];
    size_t segment = 0;
    const struct history_segment *of = segment_of(series, p, &segment);
    bool is_first = segment > 0 && series->changes[segment - 1].at == p;
    csv_writer_integer(writer, (uint64_t)record->id);
    csv_writer_text(writer, clock_format_utc(started, record->started_at_ns));
    csv_writer_text(writer, record->platform);
    csv_writer_text(writer, record->arm);
    csv_writer_text(writer, series->measure);
    csv_writer_text(writer, series->unit);
    csv_writer_integer(writer, series->guests);
    csv_writer_integer(writer, point->boots);
    csv_writer_number(writer, point->value.value);
    csv_writer_number(writer, point->value.low);
    csv_writer_number(writer, point->value.high);
    csv_writer_integer(writer, segment);
    csv_writer_number(writer, of->level.value);
    csv_writer_text(writer, is_first ? history_kind_name(series->changes[segment - 1].kind) : "");
    csv_writer_end_row(writer);
}

static void emit(const struct history_report *report, struct emitter_context *context,
                 struct strbuf *out)
{
    const struct history *history = report->history;
    struct csv_writer writer = {.out = out};
    (void)context;
    csv_writer_names(&writer, "run,started_at,platform,arm,metric,unit,guests,boots,value,low,high,"
                              "segment,level,change");
    csv_writer_end_row(&writer);
    for (size_t i = 0; i < history->line_count; i++)
        for (size_t s = 0; s < history->lines[i].series_count; s++)
            for (size_t p = 0; p < history->lines[i].series[s].point_count; p++)
                add_point(&writer, &history->lines[i], &history->lines[i].series[s], p);
}

const struct history_form history_form_csv = {
    .name = "csv",
    .suffix = ".csv",
    .help = "one row a run and series",
    .emit = emit,
};
