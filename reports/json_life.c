// SPDX-License-Identifier: GPL-3.0-or-later
// What a run of lives measured, member by member.
#include "reports/json_records.h"
#include "reports/json_writer.h"
#include "reports/life.h"

static void add_estimate(struct json_writer *writer, const char *key,
                         const struct estimate *estimate)
{
    json_writer_open_object(writer, key);
    json_writer_number(writer, "value", estimate->value);
    json_writer_number(writer, "low", estimate->low);
    json_writer_number(writer, "high", estimate->high);
    json_writer_close_object(writer);
}

static void add_row(struct json_writer *writer, const struct life_row *row)
{
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "verb", lifecycle_words[row->verb].name);
    json_writer_bool(writer, "is_call", row->is_call);
    json_writer_integer(writer, "guests", row->guests);
    json_writer_integer(writer, "boots", row->boots);
    json_writer_integer(writer, "count", row->count);
    add_estimate(writer, "p50_ns", &row->p50_ns);
    json_writer_number(writer, "min_ns", row->min_ns);
    json_writer_number(writer, "p25_ns", row->p25_ns);
    json_writer_number(writer, "p75_ns", row->p75_ns);
    json_writer_number(writer, "p90_ns", row->p90_ns);
    json_writer_number(writer, "p99_ns", row->p99_ns);
    json_writer_number(writer, "max_ns", row->max_ns);
    add_estimate(writer, "over_alone", &row->over_alone);
    json_writer_close_object(writer);
}

void json_life(struct json_writer *writer, const struct life *life)
{
    json_writer_open_object(writer, "life");
    json_writer_text(writer, "command", life->command);
    json_writer_open_array(writer, "verbs");
    for (size_t i = 0; i < life->row_count; i++)
        add_row(writer, &life->rows[i]);
    json_writer_close_array(writer);
    json_writer_open_array(writer, "absent");
    for (size_t i = 0; i < life->absence_count; i++) {
        json_writer_open_object(writer, NULL);
        json_writer_text(writer, "verb", lifecycle_words[life->absences[i].verb].name);
        json_writer_text(writer, "why", life->absences[i].why);
        json_writer_close_object(writer);
    }
    json_writer_close_array(writer);
    json_writer_close_object(writer);
}
