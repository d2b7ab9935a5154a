// SPDX-License-Identifier: GPL-3.0-or-later
// JSON: everything there is, in full precision, units in the names, null for what is absent.
#include <stdlib.h>

#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/version.h"
#include "reports/comparison.h"
#include "reports/comparison_columns.h"
#include "reports/cost.h"
#include "reports/density_columns.h"
#include "reports/describe.h"
#include "reports/document.h"
#include "reports/emitter.h"
#include "reports/json_memory_curve.h"
#include "reports/json_records.h"
#include "reports/json_saturation.h"
#include "reports/json_told.h"
#include "reports/json_writer.h"
#include "reports/matrix.h"
#include "reports/maximum_table.h"
#include "reports/noise.h"
#include "reports/timing.h"
#include "reports/replay.h"

// Counts up with every change that a reader of older reports would misread.
enum { JSON_FORMAT = 2 };
// Members of a window, a bin, an estimate stay on one line.
enum { JSON_COMPACT_DEPTH = 6 };

static void add_estimate(struct json_writer *writer, const char *key,
                         const struct estimate *estimate)
{
    json_writer_open_object(writer, key);
    json_writer_number(writer, "value", estimate->value);
    json_writer_number(writer, "low", estimate->low);
    json_writer_number(writer, "high", estimate->high);
    json_writer_close_object(writer);
}

static void add_histogram(struct json_writer *writer, const struct histogram *latency)
{
    json_writer_open_object(writer, "latency_histogram");
    json_writer_number(writer, "relative_error", HISTOGRAM_RELATIVE_ERROR);
    json_writer_integer(writer, "total", latency ? latency->total : 0);
    json_writer_integer(writer, "saturated", latency ? latency->saturated : 0);
    json_writer_integer(writer, "sum_ns", latency ? latency->sum_ns : 0);
    json_writer_optional(writer, "max_ns", latency ? (int64_t)latency->max_ns : RECORD_ABSENT);
    json_writer_open_array(writer, "bins");
    for (size_t bin = 0; latency && bin < HISTOGRAM_BINS; bin++) {
        if (latency->counts[bin] == 0)
            continue;
        json_writer_open_object(writer, NULL);
        json_writer_integer(writer, "low_ns", histogram_bin_low_ns(bin));
        json_writer_integer(writer, "high_ns", histogram_bin_high_ns(bin));
        json_writer_integer(writer, "count", latency->counts[bin]);
        json_writer_close_object(writer);
    }
    json_writer_close_array(writer);
    json_writer_close_object(writer);
}

static void add_terms(struct json_writer *writer, const struct density *density)
{
    json_writer_open_array(writer, "terms");
    for (size_t i = 0; i < density->term_count; i++) {
        const struct density_term *term = &density->terms[i];
        char *text = slo_term_format(&term->term);
        json_writer_open_object(writer, NULL);
        json_writer_text(writer, "term", text);
        if (term->stream)
            json_writer_text(writer, "stream", term->stream);
        add_estimate(writer, "estimate", &term->estimate);
        json_writer_text(writer, "verdict", density_verdict_name(term->verdict));
        json_writer_close_object(writer);
        free(text);
    }
    json_writer_close_array(writer);
}

static void add_timing(struct json_writer *writer, const struct timing *timing)
{
    json_writer_open_object(writer, "timing");
    json_writer_integer(writer, "steps", timing->steps);
    json_writer_integer(writer, "steady_steps", timing->steady);
    json_writer_number(writer, "boot_p50_ns", timing->boot_p50_ns);
    json_writer_number(writer, "boot_p95_ns", timing->boot_p95_ns);
    json_writer_number(writer, "all_up_ns", timing->all_up_ns);
    json_writer_number(writer, "barrier_p95_ns", timing->barrier_p95_ns);
    json_writer_number(writer, "clock_error_ns", timing->clock_error_ns);
    json_writer_number(writer, "tool_core_ratio", timing->tool_ratio);
    json_writer_close_object(writer);
}

static void add_cost(struct json_writer *writer, const struct cost *cost)
{
    json_writer_open_object(writer, "cost");
    for (size_t c = 0; c < cost_column_count; c++)
        add_estimate(writer, cost_columns[c].key, cost_column_estimate(&cost_columns[c], cost));
    json_writer_close_object(writer);
}

static void add_density(struct json_writer *writer, const struct document_run *run, size_t d)
{
    const struct density *density = &run->densities[d];
    json_writer_open_object(writer, NULL);
    json_writer_integer(writer, "guests", density->guests);
    json_writer_number(writer, "vcpus_per_cpu", describe_overcommit(run, density->guests));
    json_writer_integer(writer, "boots", density->boots);
    json_writer_text(writer, "verdict", density_verdict_name(density->verdict));
    for (size_t c = 0; c < density_column_count; c++)
        add_estimate(writer, density_columns[c].key,
                     density_column_estimate(&density_columns[c], density));
    add_estimate(writer, "total_ratio", &density->total_ratio);
    json_writer_text(writer, "rises", density_verdict_name(density->rises));
    json_writer_integer(writer, "operations", density->operations);
    json_writer_integer(writer, "due", density->due);
    add_terms(writer, density);
    add_cost(writer, &run->costs[d]);
    add_timing(writer, &run->timings[d]);
    if (!run->of)
        json_saturation(writer, saturation_line_of(&run->saturations, density->guests));
    add_histogram(writer, density->latency);
    json_writer_close_object(writer);
}

static void add_run_head(struct json_writer *writer, const struct run_record *run)
{
    json_writer_integer(writer, "id", (uint64_t)run->id);
    json_writer_text(writer, "label", run->label);
    json_writer_text(writer, "platform", run->platform);
    json_writer_text(writer, "platform_note", run->platform_note);
    json_writer_bool(writer, "emulated", run->emulated);
    json_writer_text(writer, "guest_kind", run->guest_kind);
    json_writer_text(writer, "guest_kernel", run->guest_kernel);
    json_writer_text(writer, "hypervisor", run->hypervisor);
    json_writer_text(writer, "campaign", run->campaign);
    json_writer_text(writer, "arm", run->arm);
    json_writer_integer(writer, "seed", run->seed);
    json_writer_text(writer, "tool_version", run->tool_version);
    json_writer_optional(writer, "started_at_ns", run->started_at_ns);
    json_writer_optional(writer, "ended_at_ns", run->ended_at_ns);
    json_writer_text(writer, "state", record_state_name(run->state));
    json_writer_text(writer, "reason", run->reason);
    json_writer_text(writer, "scenario_yaml", run->scenario);
    json_host(writer, &run->host);
}

static void add_maximum(struct json_writer *writer, const struct document_run *run)
{
    json_writer_text(writer, "answer", run->answer);
    json_writer_open_object(writer, "maximum");
    json_writer_integer(writer, "guests", run->maximum.guests);
    json_writer_optional(writer, "next",
                         run->maximum.next ? (int64_t)run->maximum.next : RECORD_ABSENT);
    json_writer_bool(writer, "exact", run->maximum.exact);
    json_writer_bool(writer, "undecided", run->maximum.undecided);
    json_writer_optional(writer, "failing",
                         run->maximum.failing ? (int64_t)run->maximum.failing->guests
                                              : RECORD_ABSENT);
    json_writer_close_object(writer);
    maximum_table_add_json(writer, run);
}

static void add_marginal_memory(struct json_writer *writer, const struct marginal_memory *marginal)
{
    json_writer_open_object(writer, "marginal_memory");
    json_writer_integer(writer, "steps", marginal->steps);
    add_estimate(writer, "process_bytes", &marginal->process_bytes);
    add_estimate(writer, "available_bytes", &marginal->available_bytes);
    json_writer_close_object(writer);
}

static void add_events(struct json_writer *writer, const struct document_run *run)
{
    json_writer_open_array(writer, "events");
    for (size_t i = 0; i < run->event_count; i++) {
        json_writer_open_object(writer, NULL);
        json_writer_optional(writer, "at_ns", run->events[i].at_ns);
        json_writer_text(writer, "text", run->events[i].text);
        json_writer_close_object(writer);
    }
    json_writer_close_array(writer);
}

static void add_replay(struct json_writer *writer, const struct replay *replay)
{
    json_writer_open_object(writer, NULL);
    json_writer_integer(writer, "guests", replay->guests);
    json_writer_integer(writer, "boots", replay->boots);
    json_writer_integer(writer, "trace_step_ns", replay->step_ns);
    json_writer_number(writer, "asked_ratio", replay->asked_ratio);
    json_writer_number(writer, "achieved_ratio", replay->achieved_ratio);
    json_writer_number(writer, "error_ratio", replay->error_ratio);
    json_writer_number(writer, "correlation", replay->correlation);
    json_writer_open_array(writer, "points");
    for (size_t i = 0; i < replay->count; i++) {
        json_writer_open_object(writer, NULL);
        json_writer_integer(writer, "trace_at_ns", replay->points[i].at_ns);
        json_writer_number(writer, "asked_ratio", replay->points[i].asked_ratio);
        json_writer_number(writer, "achieved_ratio", replay->points[i].achieved_ratio);
        json_writer_close_object(writer);
    }
    json_writer_close_array(writer);
    json_writer_close_object(writer);
}

// Of a replay, what was asked and achieved at each density; an empty list for any other load.
static void add_replays(struct json_writer *writer, const struct document_run *run)
{
    json_writer_open_array(writer, "replays");
    for (size_t d = 0; d < run->density_count; d++) {
        scope_replay struct replay replay = {0};
        if (replay_compute(run, run->densities[d].guests, &replay))
            add_replay(writer, &replay);
    }
    json_writer_close_array(writer);
}

// Each stream of a tile with densities of its own; "guests" in them counts tiles.
static void add_streams(struct json_writer *writer, const struct document_run *run)
{
    json_writer_open_array(writer, "streams");
    for (size_t i = 0; i < run->stream_count; i++) {
        const struct document_run *view = &run->streams[i];
        scope_free char *load = load_describe(&view->scenario.load);
        json_writer_open_object(writer, NULL);
        json_writer_text(writer, "name", view->of->name);
        json_writer_text(writer, "role", view->of->role->name);
        json_writer_integer(writer, "stream", view->of->stream);
        json_writer_integer(writer, "guests_a_tile", view->of->role->guests);
        json_writer_text(writer, "load", load);
        json_writer_open_array(writer, "densities");
        for (size_t d = 0; d < view->density_count; d++)
            add_density(writer, view, d);
        json_writer_close_array(writer);
        json_told(writer, view);
        add_replays(writer, view);
        json_writer_close_object(writer);
    }
    json_writer_close_array(writer);
}

static void add_pair(struct json_writer *writer, const struct interference *interference,
                     size_t victim, size_t aggressor)
{
    const struct interference_cell *cell = interference_cell_of(interference, victim, aggressor);
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "victim", interference->workloads[victim].name);
    json_writer_text(writer, "aggressor", interference->workloads[aggressor].name);
    json_writer_integer(writer, "boots", cell->boots);
    for (size_t f = 0; f < matrix_figure_count; f++)
        add_estimate(writer, matrix_figures[f].key, matrix_estimate(cell, &matrix_figures[f]));
    json_writer_close_object(writer);
}

// Empty arrays for a run without interference.
static void add_interference(struct json_writer *writer, const struct interference *interference)
{
    json_writer_open_object(writer, "interference");
    json_writer_open_array(writer, "workloads");
    for (size_t i = 0; i < interference->count; i++) {
        const struct interference_workload *workload = &interference->workloads[i];
        json_writer_open_object(writer, NULL);
        json_writer_text(writer, "name", workload->name);
        json_writer_text(writer, "absent", workload->absent);
        json_writer_integer(writer, "boots", workload->boots);
        json_writer_number(writer, "idle_throughput_hz", workload->throughput_hz);
        json_writer_number(writer, "idle_p99_ns", workload->p99_ns);
        json_writer_close_object(writer);
    }
    json_writer_close_array(writer);
    json_writer_open_array(writer, "pairs");
    for (size_t i = 0; i < interference->count * interference->count; i++)
        add_pair(writer, interference, i / interference->count, i % interference->count);
    json_writer_close_array(writer);
    json_writer_close_object(writer);
}

// Of fullhouse collect: every series summed up.
static void add_collection(struct json_writer *writer, const struct collection *collection)
{
    if (collection->count == 0)
        return;
    json_writer_open_array(writer, "collection");
    for (size_t i = 0; i < collection->count; i++) {
        const struct collection_series *series = &collection->series[i];
        json_writer_open_object(writer, NULL);
        json_writer_text(writer, "object", series->object);
        json_writer_text(writer, "source", series->source);
        json_writer_text(writer, "metric", series->metric);
        json_writer_number(writer, "mean", series->mean);
        json_writer_number(writer, "p95", series->p95);
        json_writer_number(writer, "max", series->max);
        json_writer_integer(writer, "samples", series->count);
        json_writer_close_object(writer);
    }
    json_writer_close_array(writer);
}

static void add_isolation(struct json_writer *writer, const struct isolation *isolation)
{
    json_writer_open_object(writer, "isolation");
    json_writer_text(writer, "fault", accident_name(isolation->kind));
    json_writer_integer(writer, "guests", isolation->guests);
    json_writer_integer(writer, "boots", isolation->boots);
    json_writer_integer(writer, "calm_boots", isolation->calm_boots);
    add_estimate(writer, "throughput_ratio", &isolation->throughput_ratio);
    add_estimate(writer, "p99_ratio", &isolation->p99_ratio);
    json_writer_number(writer, "longest_ns", isolation->longest_ns);
    json_writer_number(writer, "calm_longest_ns", isolation->calm_longest_ns);
    json_writer_integer(writer, "neighbours_lost", isolation->lost);
    json_writer_text(writer, "befallen", isolation->befallen);
    json_writer_close_object(writer);
}

static void add_run(struct json_writer *writer, const struct document_run *run)
{
    json_writer_open_object(writer, NULL);
    add_maximum(writer, run);
    add_run_head(writer, &run->run);
    json_writer_open_array(writer, "densities");
    for (size_t i = 0; i < run->density_count; i++)
        add_density(writer, run, i);
    json_writer_close_array(writer);
    json_writer_text(writer, "unit", document_run_unit(run));
    json_told(writer, run);
    add_replays(writer, run);
    add_streams(writer, run);
    add_interference(writer, &run->interference);
    if (run->isolation.kind != ACCIDENT_NONE)
        add_isolation(writer, &run->isolation);
    add_marginal_memory(writer, &run->marginal_memory);
    json_memory_curves(writer, &run->curves);
    if (run->life.row_count > 0 || run->life.absence_count > 0)
        json_life(writer, &run->life);
    add_events(writer, run);
    add_collection(writer, &run->collection);
    json_writer_open_array(writer, "steps");
    for (size_t i = 0; i < run->step_count; i++)
        json_step(writer, &run->steps[i], document_run_telemetry(run, i));
    json_writer_close_array(writer);
    json_writer_close_object(writer);
}

static void add_alone(struct json_writer *writer, const struct comparison_alone *alone)
{
    json_writer_open_object(writer, "alone");
    json_writer_number(writer, "run_hz", alone->hz);
    json_writer_number(writer, "base_hz", alone->base_hz);
    json_writer_integer(writer, "run_boots", alone->boots);
    json_writer_integer(writer, "base_boots", alone->base_boots);
    add_estimate(writer, "throughput_ratio", &alone->ratio);
    json_writer_close_object(writer);
}

static void add_comparison_row(struct json_writer *writer, const struct comparison_row *row)
{
    json_writer_open_object(writer, NULL);
    json_writer_integer(writer, "guests", row->guests);
    json_writer_integer(writer, "run_boots", row->boots);
    json_writer_integer(writer, "base_boots", row->base_boots);
    for (size_t c = 0; c < comparison_column_count; c++)
        add_estimate(writer, comparison_columns[c].key,
                     comparison_column_estimate(&comparison_columns[c], row));
    json_writer_close_object(writer);
}

static void add_comparison(struct json_writer *writer, const struct document *document,
                           const struct comparison *comparison)
{
    scope_free char *title = comparison_title(document, comparison);
    json_writer_open_object(writer, NULL);
    json_writer_integer(writer, "run", (uint64_t)document->runs[comparison->run].run.id);
    json_writer_integer(writer, "base", (uint64_t)document->runs[comparison->base].run.id);
    json_writer_text(writer, "title", title);
    json_writer_text(writer, "note", comparison->note);
    json_writer_text(writer, "not_comparable", comparison->reason);
    add_alone(writer, &comparison->alone);
    add_estimate(writer, "maximum_ratio", &comparison->maximum_ratio);
    json_writer_open_array(writer, "densities");
    for (size_t r = 0; r < comparison->row_count; r++)
        add_comparison_row(writer, &comparison->rows[r]);
    json_writer_close_array(writer);
    json_writer_close_object(writer);
}

static void add_alarms(struct json_writer *writer, const struct noise *noise)
{
    json_writer_open_object(writer, "noise_alarms");
    json_writer_integer(writer, "pairs", noise->pairs);
    json_writer_integer(writer, "judged", noise->judged);
    json_writer_integer(writer, "alarms", noise->alarms);
    json_writer_number(writer, "expected_alarms", noise->expected);
    add_estimate(writer, "share", &noise->share);
    json_writer_close_object(writer);
}

static void add_noise(struct json_writer *writer, const struct document *document)
{
    scope_noise struct noise noise;
    noise_of(document, &noise);
    json_writer_open_array(writer, "noise_floor");
    for (size_t i = 0; i < noise.row_count; i++) {
        const struct noise_row *row = &noise.rows[i];
        json_writer_open_object(writer, NULL);
        json_writer_integer(writer, "guests", row->guests);
        json_writer_text(writer, "figure", row->column->key);
        json_writer_integer(writer, "pairs", row->floor.pairs);
        add_estimate(writer, "ratio", &row->floor.ratio);
        json_writer_number(writer, "detectable_ratio", row->floor.detectable_ratio);
        json_writer_integer(writer, "judged", row->floor.judged);
        json_writer_integer(writer, "alarms", row->floor.alarms);
        json_writer_number(writer, "expected_alarms", row->floor.expected);
        json_writer_integer(writer, "least_alarms", row->floor.least);
        json_writer_integer(writer, "most_alarms", row->floor.most);
        json_writer_close_object(writer);
    }
    json_writer_close_array(writer);
    if (noise.pairs > 0)
        add_alarms(writer, &noise);
}

static int emit(const struct document *document, struct emitter_context *context,
                struct strbuf *out, struct err *err)
{
    (void)context, (void)err;
    struct json_writer writer = {.out = out, .compact_depth = JSON_COMPACT_DEPTH};
    json_writer_open_object(&writer, NULL);
    json_writer_integer(&writer, "format", JSON_FORMAT);
    json_writer_text(&writer, "tool_version", FULLHOUSE_VERSION);
    json_writer_open_array(&writer, "runs");
    for (size_t i = 0; i < document->run_count; i++)
        add_run(&writer, &document->runs[i]);
    json_writer_close_array(&writer);
    json_writer_bool(&writer, "one_campaign", document->campaign);
    json_writer_open_array(&writer, "comparisons");
    for (size_t i = 0; i < document->comparison_count; i++)
        add_comparison(&writer, document, &document->comparisons[i]);
    json_writer_close_array(&writer);
    add_noise(&writer, document);
    json_writer_close_object(&writer);
    return 0;
}

const struct emitter emitter_json = {
    .name = "json",
    .suffix = ".json",
    .help = "everything, for machines",
    .emit = emit,
};
