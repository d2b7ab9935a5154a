// SPDX-License-Identifier: GPL-3.0-or-later
// A row for each load, platform, measure and density.
#include "common/base/strbuf.h"
#include "compare/overhead.h"
#include "compare/side.h"
#include "reports/compare/overhead_report.h"
#include "reports/compare/overhead_say.h"
#include "reports/csv_writer.h"

#define NAMES                                                                                      \
    "load,platform,class,guest_kind,emulated,run,native_run,measure,unit,higher_is_better,guests," \
    "boots,native,value,ratio,ratio_low,ratio_high,growth,growth_low,growth_high,course"

static void add_estimate(struct csv_writer *writer, const struct estimate *estimate)
{
    csv_writer_number(writer, estimate->value);
    csv_writer_number(writer, estimate->low);
    csv_writer_number(writer, estimate->high);
}

static void add_names(struct csv_writer *writer, const struct overhead *overhead,
                      const struct overhead_load *load, const struct overhead_arm *arm)
{
    const struct overhead_platform *platform = &overhead->platforms[arm->platform];
    csv_writer_text(writer, load->name);
    csv_writer_text(writer, platform->name);
    csv_writer_text(writer, overhead_class(platform));
    csv_writer_text(writer, arm->run->record->guest_kind);
    csv_writer_integer(writer, arm->run->record->emulated);
    csv_writer_integer(writer, (uint64_t)arm->run->record->id);
    csv_writer_integer(writer, (uint64_t)load->base->record->id);
}

static void add_cell(struct csv_writer *writer, const struct overhead_curve *curve,
                     const struct overhead_cell *cell)
{
    csv_writer_text(writer, curve->measure);
    csv_writer_text(writer, curve->unit);
    csv_writer_integer(writer, curve->higher_is_better);
    csv_writer_integer(writer, cell->guests);
    csv_writer_integer(writer, cell->boots);
    csv_writer_number(writer, cell->base);
    csv_writer_number(writer, cell->value);
    add_estimate(writer, &cell->ratio);
    add_estimate(writer, &cell->growth);
    csv_writer_text(writer, overhead_course_name(cell->course));
    csv_writer_end_row(writer);
}

static void add_arm(struct csv_writer *writer, const struct overhead *overhead,
                    const struct overhead_load *load, const struct overhead_arm *arm)
{
    for (size_t c = 0; c < arm->curve_count; c++)
        for (size_t d = 0; d < arm->curves[c].cell_count; d++) {
            add_names(writer, overhead, load, arm);
            add_cell(writer, &arm->curves[c], &arm->curves[c].cells[d]);
        }
}

static void emit(const struct overhead *overhead, struct emitter_context *context,
                 struct strbuf *out)
{
    struct csv_writer writer = {.out = out};
    (void)context;
    csv_writer_names(&writer, NAMES);
    csv_writer_end_row(&writer);
    for (size_t i = 0; i < overhead->load_count; i++)
        for (size_t k = 0; k < overhead->loads[i].arm_count; k++)
            add_arm(&writer, overhead, &overhead->loads[i], &overhead->loads[i].arms[k]);
}

const struct overhead_form overhead_form_csv = {
    .name = "csv",
    .suffix = ".csv",
    .help = "a row for each load, platform, measure and density",
    .emit = emit,
};
