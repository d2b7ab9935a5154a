// SPDX-License-Identifier: GPL-3.0-or-later
// One row a run, density and step of a replayed trace.
#include "common/base/strbuf.h"
#include "reports/csv_writer.h"
#include "reports/document.h"
#include "reports/emitter.h"
#include "reports/replay.h"

static void write_replay(struct csv_writer *writer, const struct document_run *run,
                         const struct replay *replay)
{
    for (size_t i = 0; i < replay->count; i++) {
        const struct replay_point *point = &replay->points[i];
        csv_writer_integer(writer, (uint64_t)run->run.id);
        csv_writer_text(writer, run->run.platform);
        csv_writer_integer(writer, run->run.emulated);
        csv_writer_text(writer, run->of ? run->of->name : "");
        csv_writer_integer(writer, replay->guests);
        csv_writer_integer(writer, replay->boots);
        csv_writer_integer(writer, point->at_ns);
        csv_writer_integer(writer, replay->step_ns);
        csv_writer_number(writer, point->asked_ratio);
        csv_writer_number(writer, point->achieved_ratio);
        csv_writer_number(writer, replay->correlation);
        csv_writer_number(writer, replay->error_ratio);
        csv_writer_end_row(writer);
    }
}

static void write_run(struct csv_writer *writer, const struct document_run *run)
{
    for (size_t d = 0; d < run->density_count; d++) {
        scope_replay struct replay replay = {0};
        if (replay_compute(run, run->densities[d].guests, &replay))
            write_replay(writer, run, &replay);
    }
}

static int emit(const struct document *document, struct emitter_context *context,
                struct strbuf *out, struct err *err)
{
    struct csv_writer writer = {.out = out};
    (void)context, (void)err;
    csv_writer_names(&writer, "run,platform,emulated,stream,guests,boots,trace_at_ns,trace_step_ns,"
                              "asked_ratio,achieved_ratio,correlation,error_ratio");
    csv_writer_end_row(&writer);
    for (size_t i = 0; i < document->run_count; i++) {
        const struct document_run *run = &document->runs[i];
        write_run(&writer, run);
        for (size_t s = 0; s < run->stream_count; s++)
            write_run(&writer, &run->streams[s]);
    }
    return 0;
}

const struct emitter emitter_replay_csv = {
    .name = "replay-csv",
    .suffix = "-replay.csv",
    .help = "one row a density and step of a replayed trace: asked and achieved",
    .emit = emit,
};
