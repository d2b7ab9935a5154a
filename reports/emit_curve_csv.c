// SPDX-License-Identifier: GPL-3.0-or-later
// CSV of memory curves: one row a size and page, in full precision.
#include "common/base/strbuf.h"
#include "common/inference/memory_curve.h"
#include "reports/csv_writer.h"
#include "reports/document.h"
#include "reports/emitter.h"

static bool begins_rise(const struct memory_curve *curve, size_t point)
{
    for (size_t i = 0; i < curve->rise_count; i++)
        if (curve->rises[i].from == point)
            return true;
    return false;
}

static void write_point(struct csv_writer *writer, const struct run_record *run,
                        const struct memory_curve *curve, size_t index)
{
    const struct memory_curve_point *point = &curve->points[index];
    csv_writer_integer(writer, (uint64_t)run->id);
    csv_writer_text(writer, run->platform);
    csv_writer_integer(writer, run->emulated);
    csv_writer_text(writer, run->guest_kind);
    csv_writer_integer(writer, curve->page_bytes);
    csv_writer_integer(writer, point->bytes);
    csv_writer_integer(writer, point->boots);
    csv_writer_number(writer, point->load_ns.value);
    csv_writer_number(writer, point->load_ns.low);
    csv_writer_number(writer, point->load_ns.high);
    csv_writer_integer(writer, begins_rise(curve, index));
    csv_writer_end_row(writer);
}

static int emit(const struct document *document, struct emitter_context *context,
                struct strbuf *out, struct err *err)
{
    (void)context, (void)err;
    struct csv_writer writer = {.out = out};
    csv_writer_names(&writer, "run,platform,emulated,guest_kind,page_bytes,working_set_bytes,boots,"
                              "load_ns,load_ns_low,load_ns_high,rise_begins");
    csv_writer_end_row(&writer);
    for (size_t i = 0; i < document->run_count; i++)
        for (size_t c = 0; c < document->runs[i].curves.count; c++)
            for (size_t p = 0; p < document->runs[i].curves.list[c].point_count; p++)
                write_point(&writer, &document->runs[i].run, &document->runs[i].curves.list[c], p);
    return 0;
}

const struct emitter emitter_curve_csv = {
    .name = "curve-csv",
    .suffix = "-curve.csv",
    .help = "one row a working set and page of a memory curve, with intervals",
    .emit = emit,
};
