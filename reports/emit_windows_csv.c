// SPDX-License-Identifier: GPL-3.0-or-later
// CSV of the raw windows: one row a step, guest and window, warm-up and failed steps included, so
// that anyone can compute our numbers again. The operations of the rows with kind=ladder,
// step_state=done, guest_state=done and measured=1 add up, density by density, to what the reports
// print.
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/csv_writer.h"
#include "reports/document.h"
#include "reports/emitter.h"

static void write_header(struct csv_writer *writer)
{
    csv_writer_names(writer,
                     "run,platform,emulated,step,kind,guests,repeat,step_state,guest,guest_state,"
                     "window,measured,duration_ns,operations,due,steal_ns,latency_count,"
                     "latency_sum_ns,latency_min_ns,latency_p50_ns,latency_p99_ns,latency_max_ns,"
                     "guest_kind,tiles,role,stream,load,home");
    csv_writer_end_row(writer);
}

static void write_latency(struct csv_writer *writer, const struct histogram_pack *packed)
{
    scope_free struct histogram *latency = histogram_unpack(packed);
    csv_writer_integer(writer, latency->total);
    csv_writer_integer(writer, latency->sum_ns);
    bool any = latency->total > 0;
    csv_writer_optional(writer, any ? (int64_t)latency->min_ns : RECORD_ABSENT);
    csv_writer_optional(writer, any ? (int64_t)histogram_quantile_ns(latency, 0.5) : RECORD_ABSENT);
    csv_writer_optional(writer,
                        any ? (int64_t)histogram_quantile_ns(latency, 0.99) : RECORD_ABSENT);
    csv_writer_optional(writer, any ? (int64_t)latency->max_ns : RECORD_ABSENT);
}

static void write_window(struct csv_writer *writer, const struct run_record *run,
                         const struct step_record *step, const struct guest_record *guest,
                         const struct window_record *window)
{
    csv_writer_integer(writer, (uint64_t)run->id);
    csv_writer_text(writer, run->platform);
    csv_writer_integer(writer, run->emulated);
    csv_writer_integer(writer, (uint64_t)step->id);
    csv_writer_text(writer, record_step_kind_name(step->kind));
    csv_writer_integer(writer, step->guests);
    csv_writer_integer(writer, step->repeat);
    csv_writer_text(writer, record_state_name(step->state));
    csv_writer_integer(writer, guest->index);
    csv_writer_text(writer, record_state_name(guest->state));
    csv_writer_integer(writer, window->index);
    csv_writer_integer(writer, window->measured);
    csv_writer_integer(writer, window->duration_ns);
    csv_writer_integer(writer, window->operations);
    csv_writer_integer(writer, window->due);
    csv_writer_integer(writer, window->steal_ns);
    write_latency(writer, window->histogram);
    csv_writer_text(writer, run->guest_kind);
    csv_writer_optional(writer, step->tiles ? (int64_t)step->tiles : RECORD_ABSENT);
    csv_writer_text(writer, guest->role);
    csv_writer_integer(writer, window->stream);
    csv_writer_text(writer, guest->load);
    csv_writer_text(writer, guest->home);
    csv_writer_end_row(writer);
}

static void write_step(struct csv_writer *writer, const struct run_record *run,
                       const struct step_record *step)
{
    for (size_t g = 0; g < step->guest_count; g++) {
        const struct guest_record *guest = &step->guest_list[g];
        for (size_t w = 0; w < guest->window_count; w++)
            write_window(writer, run, step, guest, &guest->windows[w]);
    }
}

static int emit(const struct document *document, struct emitter_context *context,
                struct strbuf *out, struct err *err)
{
    (void)context, (void)err;
    struct csv_writer writer = {.out = out};
    write_header(&writer);
    for (size_t i = 0; i < document->run_count; i++)
        for (size_t s = 0; s < document->runs[i].step_count; s++)
            write_step(&writer, &document->runs[i].run, &document->runs[i].steps[s]);
    return 0;
}

const struct emitter emitter_windows_csv = {
    .name = "windows-csv",
    .suffix = "-windows.csv",
    .help = "one row a step, guest and window: the raw counts behind every figure",
    .emit = emit,
};
