// SPDX-License-Identifier: GPL-3.0-or-later
// Verbs that could not be done have a row, too: with a reason in place of numbers.
#include "reports/csv_life.h"

#include <math.h>

#include "reports/csv_writer.h"
#include "reports/document.h"
#include "reports/life.h"

bool csv_life_is_all(const struct document *document)
{
    for (size_t i = 0; i < document->run_count; i++)
        if (document->runs[i].life.row_count == 0)
            return false;
    return document->run_count > 0;
}

static void write_run(struct csv_writer *writer, const struct run_record *run)
{
    csv_writer_integer(writer, (uint64_t)run->id);
    csv_writer_text(writer, run->label);
    csv_writer_text(writer, run->platform);
    csv_writer_integer(writer, run->emulated);
    csv_writer_text(writer, run->guest_kind);
}

static void write_row(struct csv_writer *writer, const struct run_record *run,
                      const struct life_row *row)
{
    write_run(writer, run);
    csv_writer_text(writer, lifecycle_words[row->verb].name);
    csv_writer_integer(writer, row->is_call);
    csv_writer_integer(writer, row->guests);
    csv_writer_integer(writer, row->boots);
    csv_writer_integer(writer, row->count);
    const double numbers[] = {row->p50_ns.value,     row->p50_ns.low,     row->p50_ns.high,
                              row->min_ns,           row->p25_ns,         row->p75_ns,
                              row->p90_ns,           row->p99_ns,         row->max_ns,
                              row->over_alone.value, row->over_alone.low, row->over_alone.high};
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        csv_writer_number(writer, numbers[i]);
    csv_writer_text(writer, "");
    csv_writer_end_row(writer);
}

static void write_absence(struct csv_writer *writer, const struct run_record *run,
                          const struct life_absence *absence)
{
    enum { ABSENT_COLUMNS = 16 };
    write_run(writer, run);
    csv_writer_text(writer, lifecycle_words[absence->verb].name);
    for (int i = 0; i < ABSENT_COLUMNS; i++)
        csv_writer_number(writer, NAN);
    csv_writer_text(writer, absence->why);
    csv_writer_end_row(writer);
}

void csv_life_write(struct csv_writer *writer, const struct document *document)
{
    csv_writer_names(writer, "run,label,platform,emulated,guest_kind,verb,is_call,guests,boots,"
                             "count,p50_ns,p50_ns_low,p50_ns_high,min_ns,p25_ns,p75_ns,p90_ns,"
                             "p99_ns,max_ns,over_alone,over_alone_low,over_alone_high,absent");
    csv_writer_end_row(writer);
    for (size_t i = 0; i < document->run_count; i++) {
        const struct document_run *run = &document->runs[i];
        for (size_t r = 0; r < run->life.row_count; r++)
            write_row(writer, &run->run, &run->life.rows[r]);
        for (size_t a = 0; a < run->life.absence_count; a++)
            write_absence(writer, &run->run, &run->life.absences[a]);
    }
}
