// SPDX-License-Identifier: GPL-3.0-or-later
// From the store to a run of the document. Decides nothing about it: common/inference does.
#include "reports/document_run.h"

#include <inttypes.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/inference/overcommit_sentence.h"
#include "common/base/err.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/store/store.h"
#include "reports/timing.h"

static void free_streams(struct document_run *run)
{
    for (size_t i = 0; i < run->stream_count; i++) {
        timing_free(run->streams[i].timings);
        cost_free(run->streams[i].costs);
        figure_summaries_done(&run->streams[i].told);
    }
    free(run->streams);
}

void document_run_done(struct document_run *run)
{
    free_streams(run);
    memory_curves_done(&run->curves);
    life_done(&run->life);
    saturation_lines_done(&run->saturations);
    figure_summaries_done(&run->told);
    timing_free(run->timings);
    cost_free(run->costs);
    maximum_terms_done(&run->terms);
    tile_densities_done(&run->computed);
    interference_done(&run->interference);
    isolation_done(&run->isolation);
    free(run->answer);
    for (size_t i = 0; i < run->step_count; i++)
        step_record_done(&run->steps[i]);
    free(run->steps);
    for (size_t i = 0; i < run->telemetry_count; i++)
        telemetry_done(&run->telemetry[i]);
    free(run->telemetry);
    collection_done(&run->collection);
    for (size_t i = 0; i < run->event_count; i++)
        event_record_done(&run->events[i]);
    free(run->events);
    scenario_done(&run->scenario);
    run_record_done(&run->run);
    *run = (struct document_run){0};
}

static int read_scenario(struct document_run *run, struct err *err)
{
    scope_free char *name = alloc_printf("scenario of run %" PRId64, run->run.id);
    const char *text = run->run.scenario ? run->run.scenario : "";
    return scenario_load_text(&run->scenario, name, text, err);
}

// Of a step that went on for days only the sums: then its points are absent, and it says why.
static int read_collection(struct document_run *run, struct store *store,
                           const struct step_record *step, struct telemetry *telemetry,
                           struct err *err)
{
    bool is_small = false;
    int r = collection_load(&run->collection, store, step->id, err);
    if (r == 0)
        r = collection_is_small(store, step->id, &is_small, err);
    if (r < 0)
        return r;
    if (is_small)
        return store_read_telemetry(store, step->id, telemetry, err);
    telemetry_add_absence(telemetry, "collect", "host",
                          "too many points for a report; the form collect-csv has their sums");
    return 0;
}

static int read_telemetry(struct document_run *run, struct store *store, struct err *err)
{
    int r = 0;
    run->telemetry = alloc_zeroed(run->step_count + 1, sizeof *run->telemetry);
    for (; r == 0 && run->telemetry_count < run->step_count; run->telemetry_count++) {
        const struct step_record *step = &run->steps[run->telemetry_count];
        struct telemetry *telemetry = &run->telemetry[run->telemetry_count];
        r = step->kind == RECORD_STEP_COLLECT
                ? read_collection(run, store, step, telemetry, err)
                : store_read_telemetry(store, step->id, telemetry, err);
    }
    return r;
}

const struct telemetry *document_run_telemetry(const struct document_run *run, size_t step)
{
    return step < run->telemetry_count ? &run->telemetry[step] : NULL;
}

int document_run_load(struct store *store, int64_t run_id, struct document_run *ret_run,
                      struct err *err)
{
    struct document_run run = {0}; // store_read_run fills in the record anew
    scenario_init(&run.scenario);
    int r = store_read_run(store, run_id, &run.run, err);
    if (r == 0)
        r = read_scenario(&run, err);
    if (r == 0)
        r = store_read_steps(store, run_id, &run.steps, &run.step_count, err);
    if (r == 0)
        r = read_telemetry(&run, store, err);
    if (r == 0)
        r = store_read_events(store, run_id, &run.events, &run.event_count, err);
    if (r < 0) {
        document_run_done(&run);
        return r;
    }
    *ret_run = run;
    return 0;
}

bool document_run_is_absent(const struct document_run *run)
{
    return run->run.state == RECORD_REFUSED && run->step_count == 0;
}

// Without any finished density there is no verdict; what the run itself says comes next.
static char *answer_of(const struct document_run *run)
{
    const struct run_record *record = &run->run;
    if (run->density_count > 0)
        return overcommit_sentence(
            maximum_terms_answer(&run->terms, &run->maximum, record->emulated), &run->scenario,
            record->usable_cpus, &run->maximum);
    if (document_run_is_absent(run))
        return alloc_printf("Absent on this host: %s.", record->reason);
    if (run->interference.count > 0)
        return interference_sentence(&run->interference, record->emulated);
    if (run->isolation.boots > 0 || run->isolation.lost > 0)
        return isolation_sentence(&run->isolation, record->emulated);
    if (run->life.row_count > 0)
        return life_sentence(&run->life);
    if (record->answer && *record->answer)
        return alloc_copy(record->answer);
    if (run->collection.count > 0)
        return alloc_printf("Watched until it stopped: %s.",
                            *record->reason ? record->reason : "it is under way");
    if (record->reason && *record->reason)
        return alloc_printf("No density was measured: %s", record->reason);
    return alloc_printf("No density was measured. The run is %s.",
                        record_state_name(record->state));
}

// What the figures of a stream are computed from, as if it were a run.
static struct document_run view_stream(const struct document_run *run,
                                       const struct tile_stream *stream)
{
    struct document_run view = {
        .run = run->run,
        .scenario = run->scenario,
        .steps = stream->view.steps,
        .step_count = stream->view.count,
        .densities = stream->densities,
        .density_count = stream->density_count,
        .of = stream,
        .answer = run->answer,
    };
    view.scenario.load = stream->role->loads[stream->stream];
    view.scenario.shape = stream->role->shape;
    view.timings = timing_of_run(&view);
    view.costs = cost_of_run(&view);
    view.marginal_memory = cost_marginal_memory(&view);
    view.maximum = maximum_of(view.densities, view.density_count);
    figure_summaries_init(&view.told, view.steps, view.step_count,
                          rng_derive(run->run.seed, (uint64_t)(stream - run->computed.streams)));
    return view;
}

static void view_streams(struct document_run *run)
{
    const struct tile_densities *computed = &run->computed;
    run->streams = alloc_zeroed(computed->stream_count, sizeof(*run->streams));
    for (size_t i = 0; i < computed->stream_count; i++)
        run->streams[run->stream_count++] = view_stream(run, &computed->streams[i]);
}

void document_run_compute(struct document_run *run)
{
    tile_densities_init(&run->computed, &run->scenario, run->steps, run->step_count, run->run.seed);
    interference_init(&run->interference, &run->scenario, run->steps, run->step_count);
    isolation_init(&run->isolation, &run->scenario, run->steps, run->step_count);
    run->densities = run->computed.list;
    run->density_count = run->computed.count;
    run->timings = timing_of_run(run);
    run->costs = cost_of_run(run);
    run->marginal_memory = cost_marginal_memory(run);
    run->maximum = maximum_of(run->densities, run->density_count);
    maximum_note_limits(&run->maximum, run->steps, run->step_count);
    if (run->run.state == RECORD_DONE)
        maximum_note_end(&run->maximum, run->run.reason);
    maximum_terms_init(&run->terms, run->densities, run->density_count, &run->maximum,
                       run->run.limits, run->run.limit_count);
    memory_curves_of(run->steps, run->step_count, run->run.seed, &run->curves);
    life_of_run(run, &run->life);
    saturation_lines_init(&run->saturations, run->steps, run->step_count, run->telemetry,
                          run->telemetry_count);
    if (run->scenario.tile.role_count == 0)
        figure_summaries_init(&run->told, run->steps, run->step_count, run->run.seed);
    run->answer = answer_of(run);
    view_streams(run);
}

const char *document_run_unit(const struct document_run *run)
{
    return run->scenario.tile.role_count > 0 ? "tiles" : "guests";
}

bool document_run_is_idle(const struct document_run *run)
{
    return !scenario_slo(&run->scenario);
}

const struct density *document_density(const struct document_run *run, uint32_t guests)
{
    for (size_t i = 0; i < run->density_count; i++)
        if (run->densities[i].guests == guests)
            return &run->densities[i];
    return NULL;
}
