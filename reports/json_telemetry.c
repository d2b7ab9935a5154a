// SPDX-License-Identifier: GPL-3.0-or-later
// Series member by member.
#include "reports/json_telemetry.h"

#include "common/model/telemetry.h"
#include "common/model/telemetry_metric.h"
#include "reports/json_writer.h"

static void json_series(struct json_writer *writer, const struct telemetry_series *series)
{
    const struct telemetry_metric *metric = telemetry_metric_find(series->source, series->metric);
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "source", series->source);
    json_writer_text(writer, "object", series->object);
    json_writer_text(writer, "metric", series->metric);
    json_writer_text(writer, "unit", metric ? metric->unit : NULL);
    json_writer_open_array(writer, "at_ns");
    for (size_t i = 0; i < series->count; i++)
        json_writer_optional(writer, NULL, series->points[i].at_ns);
    json_writer_close_array(writer);
    json_writer_open_array(writer, "values");
    for (size_t i = 0; i < series->count; i++)
        json_writer_number(writer, NULL, series->points[i].value);
    json_writer_close_array(writer);
    json_writer_close_object(writer);
}

static void json_absence(struct json_writer *writer, const struct telemetry_absence *absence)
{
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "source", absence->source);
    json_writer_text(writer, "object", absence->object);
    json_writer_text(writer, "why", absence->why);
    json_writer_close_object(writer);
}

void json_telemetry(struct json_writer *writer, const struct telemetry *telemetry)
{
    json_writer_open_array(writer, "telemetry");
    for (size_t i = 0; i < telemetry->count; i++)
        if (telemetry->series[i].count > 0)
            json_series(writer, &telemetry->series[i]);
    json_writer_close_array(writer);
    json_writer_open_array(writer, "absent");
    for (size_t i = 0; i < telemetry->absence_count; i++)
        json_absence(writer, &telemetry->absences[i]);
    json_writer_close_array(writer);
}
