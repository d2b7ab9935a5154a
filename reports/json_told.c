// SPDX-License-Identifier: GPL-3.0-or-later
// What guests told beside their windows, member by member.
#include "reports/json_told.h"

#include "reports/document_run.h"
#include "reports/json_writer.h"
#include "reports/told.h"

static void add_estimate(struct json_writer *writer, const char *key,
                         const struct estimate *estimate)
{
    json_writer_open_object(writer, key);
    json_writer_number(writer, "value", estimate->value);
    json_writer_number(writer, "low", estimate->low);
    json_writer_number(writer, "high", estimate->high);
    json_writer_close_object(writer);
}

static void add_summary(struct json_writer *writer, const struct figure_summary *summary)
{
    const char *scale = told_scale(summary);
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "name", summary->name);
    json_writer_text(writer, "unit", summary->unit);
    json_writer_bool(writer, "higher_is_better", summary->higher_is_better);
    json_writer_integer(writer, "guests", summary->guests);
    json_writer_integer(writer, "boots", summary->boots);
    json_writer_integer(writer, "guests_told", summary->tellers);
    json_writer_integer(writer, "guests_asked", summary->asked);
    json_writer_integer(writer, "values", summary->values);
    for (size_t c = 0; c < told_column_count; c++)
        add_estimate(writer, told_columns[c].key, told_column_estimate(&told_columns[c], summary));
    json_writer_text(writer, "interval_of", *scale ? scale : NULL);
    json_writer_number(writer, "worst", summary->worst);
    json_writer_integer(writer, "worst_guest", summary->worst_guest);
    json_writer_integer(writer, "worst_repeat", summary->worst_repeat);
    json_writer_close_object(writer);
}

void json_told(struct json_writer *writer, const struct document_run *run)
{
    json_writer_open_array(writer, "told");
    for (size_t i = 0; i < run->told.count; i++)
        add_summary(writer, &run->told.list[i]);
    json_writer_close_array(writer);
}
