// SPDX-License-Identifier: GPL-3.0-or-later
// JSON of an overhead: platforms with their classes, loads with their arms, measures, densities.
#include <stdlib.h>

#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/version.h"
#include "common/model/scenario.h"
#include "compare/overhead.h"
#include "compare/side.h"
#include "reports/compare/overhead_report.h"
#include "reports/compare/overhead_say.h"
#include "reports/json_writer.h"

enum { JSON_COMPACT_DEPTH = 7 }; // cells stay on a line each

static void add_estimate(struct json_writer *json, const char *key, const struct estimate *estimate)
{
    json_writer_open_object(json, key);
    json_writer_number(json, "value", estimate->value);
    json_writer_number(json, "low", estimate->low);
    json_writer_number(json, "high", estimate->high);
    json_writer_close_object(json);
}

static void add_cell(struct json_writer *json, const struct overhead_cell *cell)
{
    json_writer_open_object(json, NULL);
    json_writer_integer(json, "guests", cell->guests);
    json_writer_integer(json, "boots", cell->boots);
    json_writer_number(json, "native", cell->base);
    json_writer_number(json, "value", cell->value);
    add_estimate(json, "ratio", &cell->ratio);
    add_estimate(json, "growth", &cell->growth);
    json_writer_text(json, "course", overhead_course_name(cell->course));
    json_writer_close_object(json);
}

static void add_curve(struct json_writer *json, const struct overhead_curve *curve)
{
    json_writer_open_object(json, NULL);
    json_writer_text(json, "measure", curve->measure);
    json_writer_text(json, "unit", curve->unit);
    json_writer_text(json, "better", curve->higher_is_better ? "higher" : "lower");
    json_writer_text(json, "course", overhead_course_name(curve->course));
    if (curve->course_guests)
        json_writer_integer(json, "course_from_guests", curve->course_guests);
    else
        json_writer_text(json, "course_from_guests", NULL);
    json_writer_open_array(json, "densities");
    for (size_t i = 0; i < curve->cell_count; i++)
        add_cell(json, &curve->cells[i]);
    json_writer_close_array(json);
    json_writer_close_object(json);
}

static void add_arm(struct json_writer *json, const struct overhead *overhead,
                    const struct overhead_arm *arm)
{
    json_writer_open_object(json, NULL);
    json_writer_text(json, "platform", overhead->platforms[arm->platform].name);
    json_writer_text(json, "guest_kind", arm->run->record->guest_kind);
    json_writer_bool(json, "emulated", arm->run->record->emulated);
    json_writer_integer(json, "run", (uint64_t)arm->run->record->id);
    json_writer_text(json, "absent", arm->absent);
    json_writer_open_array(json, "measures");
    for (size_t i = 0; i < arm->curve_count; i++)
        add_curve(json, &arm->curves[i]);
    json_writer_close_array(json);
    json_writer_close_object(json);
}

static void add_load(struct json_writer *json, const struct overhead *overhead,
                     const struct overhead_load *load)
{
    json_writer_open_object(json, NULL);
    json_writer_text(json, "load", load->name);
    json_writer_text(json, "headline", overhead_headline(load));
    json_writer_integer(json, "native_run", (uint64_t)load->base->record->id);
    json_writer_open_array(json, "platforms");
    for (size_t i = 0; i < load->arm_count; i++)
        add_arm(json, overhead, &load->arms[i]);
    json_writer_close_array(json);
    json_writer_close_object(json);
}

static void add_platform(struct json_writer *json, const struct overhead_platform *platform)
{
    json_writer_open_object(json, NULL);
    json_writer_text(json, "name", platform->name);
    json_writer_text(json, "platform", platform->platform);
    json_writer_text(json, "class", overhead_class(platform));
    json_writer_text(json, "reason", overhead_reason(platform));
    json_writer_text(json, "guests", platform->guests);
    json_writer_bool(json, "emulated", platform->is_emulated);
    json_writer_text(json, "hypervisor", platform->hypervisor);
    json_writer_close_object(json);
}

// What all runs of it have alike.
static void add_conditions(struct json_writer *json, const struct overhead *overhead)
{
    const struct side_run *run = overhead->loads[0].base;
    const struct run_record *record = run->record;
    json_writer_text(json, "label", record->label);
    json_writer_integer(json, "seed", record->seed);
    json_writer_optional(json, "started_at_ns", record->started_at_ns);
    json_writer_text(json, "host", record->host.name);
    json_writer_text(json, "cpu_model", record->host.cpu_model);
    json_writer_integer(json, "cpus", record->host.cpus);
    json_writer_integer(json, "vcpus", run->scenario->shape.vcpus);
    json_writer_integer(json, "memory_bytes", run->scenario->shape.memory_bytes);
    json_writer_integer(json, "windows", scenario_windows(run->scenario));
    json_writer_integer(json, "window_ns", run->scenario->window_ns);
}

static void add_words(struct json_writer *json, const char *key, char *taken)
{
    json_writer_text(json, key, taken);
    free(taken);
}

static void emit(const struct overhead *overhead, struct emitter_context *context,
                 struct strbuf *out)
{
    struct json_writer json = {.out = out, .compact_depth = JSON_COMPACT_DEPTH};
    (void)context;
    json_writer_open_object(&json, NULL);
    json_writer_text(&json, "tool_version", FULLHOUSE_VERSION);
    add_words(&json, "emulation", overhead_emulation(overhead));
    add_words(&json, "answer", overhead_answer(overhead));
    add_words(&json, "facts", overhead_facts(overhead));
    add_conditions(&json, overhead);
    json_writer_number(&json, "confidence", OVERHEAD_CONFIDENCE);
    json_writer_open_array(&json, "platforms");
    for (size_t i = 0; i < overhead->platform_count; i++)
        add_platform(&json, &overhead->platforms[i]);
    json_writer_close_array(&json);
    json_writer_open_array(&json, "loads");
    for (size_t i = 0; i < overhead->load_count; i++)
        add_load(&json, overhead, &overhead->loads[i]);
    json_writer_close_array(&json);
    json_writer_close_object(&json);
    strbuf_add(out, "\n");
}

const struct overhead_form overhead_form_json = {
    .name = "json",
    .suffix = ".json",
    .help = "everything, for machines",
    .emit = emit,
};
