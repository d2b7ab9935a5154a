// SPDX-License-Identifier: GPL-3.0-or-later
// Each run in a block of its own, so that what borrows from it stays right as others come.
#include "compare/selection.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/scenario.h"
#include "common/store/store.h"

struct selected_run {
    struct run_record record;
    struct scenario scenario;
    struct step_record *steps;
    size_t step_count;
};

static void selected_run_free(struct selected_run *run)
{
    if (!run)
        return;
    for (size_t i = 0; i < run->step_count; i++)
        step_record_done(&run->steps[i]);
    free(run->steps);
    scenario_done(&run->scenario);
    run_record_done(&run->record);
    free(run);
}

static void cleanup_run(struct selected_run **run)
{
    selected_run_free(*run);
}

static int read_scenario(struct selected_run *run, struct store *store, struct err *err)
{
    scope_free char *name =
        alloc_printf("%s: scenario of run %" PRId64, store_path(store), run->record.id);
    return scenario_load_text(&run->scenario, name, run->record.scenario, err);
}

static bool is_there(const struct selection *selection, const struct run_record *record)
{
    for (size_t i = 0; i < selection->count; i++) {
        const struct run_record *other = selection->runs[i].record;
        if (other->id == record->id && other->started_at_ns == record->started_at_ns)
            return true;
    }
    return false;
}

static void take(struct selection *selection, struct selected_run *run)
{
    size_t at = selection->count++;
    selection->owned =
        alloc_resized(selection->owned, selection->count, sizeof(struct selected_run *));
    selection->runs = alloc_resized(selection->runs, selection->count, sizeof *selection->runs);
    selection->owned[at] = run;
    selection->runs[at] = (struct side_run){
        .record = &run->record,
        .scenario = &run->scenario,
        .steps = run->steps,
        .step_count = run->step_count,
    };
}

int selection_add(struct selection *selection, struct store *store, int64_t run_id, struct err *err)
{
    __attribute__((cleanup(cleanup_run))) struct selected_run *run = alloc_zeroed(1, sizeof *run);
    scenario_init(&run->scenario);
    run_record_init(&run->record);
    struct run_record record;
    int r = store_read_run(store, run_id, &record, err);
    if (r < 0)
        return r;
    run_record_done(&run->record);
    run->record = record;
    if (is_there(selection, &run->record))
        return 0;
    r = read_scenario(run, store, err);
    if (r == 0)
        r = store_read_steps(store, run_id, &run->steps, &run->step_count, err);
    if (r == 0)
        take(selection, scope_take(run));
    return r;
}

struct side selection_side(const struct selection *selection, const char *name)
{
    return (struct side){.name = name, .runs = selection->runs, .run_count = selection->count};
}

void selection_done(struct selection *selection)
{
    if (!selection)
        return;
    for (size_t i = 0; i < selection->count; i++)
        selected_run_free(selection->owned[i]);
    free(selection->owned);
    free(selection->runs);
    *selection = (struct selection){0};
}
