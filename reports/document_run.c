// SPDX-License-Identifier: GPL-3.0-or-later
// From the store to a run of the document. Decides nothing about it: common/inference does.
#include "reports/document_run.h"

#include <inttypes.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/store/store.h"
#include "reports/timing.h"

void document_run_done(struct document_run *run)
{
    timing_free(run->timings);
    cost_free(run->costs);
    density_free(run->densities, run->density_count);
    free(run->answer);
    for (size_t i = 0; i < run->step_count; i++)
        step_record_done(&run->steps[i]);
    free(run->steps);
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
        r = store_read_events(store, run_id, &run.events, &run.event_count, err);
    if (r < 0) {
        document_run_done(&run);
        return r;
    }
    *ret_run = run;
    return 0;
}

// Without any finished density there is no verdict; what the run itself says comes next.
static char *answer_of(const struct document_run *run)
{
    const struct run_record *record = &run->run;
    if (run->density_count > 0)
        return maximum_sentence(&run->maximum, record->emulated);
    if (record->answer && *record->answer)
        return alloc_copy(record->answer);
    if (record->reason && *record->reason)
        return alloc_printf("No density was measured: %s", record->reason);
    return alloc_printf("No density was measured. The run is %s.",
                        record_state_name(record->state));
}

void document_run_compute(struct document_run *run)
{
    density_compute_run(run->steps, run->step_count, scenario_slo(&run->scenario), run->run.seed,
                        &run->densities, &run->density_count);
    run->timings = timing_of_run(run);
    run->costs = cost_of_run(run);
    run->marginal_memory = cost_marginal_memory(run);
    run->maximum = maximum_of(run->densities, run->density_count);
    maximum_note_limits(&run->maximum, run->steps, run->step_count);
    run->answer = answer_of(run);
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
