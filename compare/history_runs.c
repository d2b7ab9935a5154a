// SPDX-License-Identifier: GPL-3.0-or-later
// From the store to what each run's measures came to. Two thousand runs have a million histograms:
// a run's are let go before the next one's are read.
#include "compare/history_runs.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/parallel.h"
#include "common/base/scope.h"
#include "common/store/store.h"
#include "compare/scenario_agree.h"
#include "compare/side.h"

static void run_done(struct history_run *run)
{
    run_record_done(&run->record);
    scenario_done(&run->scenario);
    measure_set_done(&run->set);
    free(run->why_not);
}

void history_runs_done(struct history_runs *runs)
{
    if (!runs)
        return;
    for (size_t i = 0; i < runs->count; i++)
        run_done(&runs->list[i]);
    free(runs->list);
    free(runs->label);
    *runs = (struct history_runs){0};
}

// --- which label --------------------------------------------------------------------------------

static int label_of_run(struct store *store, const char *word, char **ret_label, struct err *err)
{
    struct run_record run;
    int64_t id = 0;
    int result = store_find_run(store, word, &id, err);
    if (result == 0)
        result = store_read_run(store, id, &run, err);
    if (result < 0)
        return result;
    if (*run.label)
        *ret_label = alloc_copy(run.label);
    else
        result = err_input(err,
                           "run %" PRId64 " has no label; runs that are to be looked at together "
                           "are made with bench --label NAME",
                           id);
    run_record_done(&run);
    return result;
}

// A label is taken before a number: someone may have named his runs by years.
static int list_runs(struct store *store, const char *word, char **ret_label,
                     struct run_record **ret_records, size_t *ret_count, struct err *err)
{
    scope_free char *label = alloc_copy(word);
    int result = *word ? store_list_label(store, word, ret_records, ret_count, err)
                       : err_input(err, "a label is wanted");
    if (result == 0 && *ret_count == 0) {
        free(*ret_records);
        *ret_records = NULL;
        free(scope_take(label));
        result = label_of_run(store, word, &label, err);
        if (result == 0)
            result = store_list_label(store, label, ret_records, ret_count, err);
    }
    if (result == 0)
        *ret_label = scope_take(label);
    return result;
}

// --- what is looked at --------------------------------------------------------------------------

// Runs before the first that is wanted go.
static int drop_older(struct history_runs *runs, const struct history_window *window,
                      struct err *err)
{
    size_t first = 0;
    while (first < runs->count &&
           (runs->list[first].record.id < window->since_id ||
            (window->since_ns > 0 && runs->list[first].record.started_at_ns < window->since_ns)))
        first++;
    if (first == runs->count)
        return err_input(err, "no run of '%s' is as new as that; the newest is run %" PRId64,
                         runs->label, runs->list[runs->count - 1].record.id);
    for (size_t i = 0; i < first; i++)
        run_done(&runs->list[i]);
    runs->count -= first;
    memmove(runs->list, runs->list + first, runs->count * sizeof *runs->list);
    runs->before_since = first;
    return 0;
}

// Scenarios of a label differ in their seed, if at all; a text that was read is not read again, and
// nobody asks for the seed.
static void read_scenario(struct history_run *run, const struct history_run *before)
{
    struct err why = {0};
    if (before && !*before->why_not &&
        scenario_texts_agree(before->record.scenario, run->record.scenario)) {
        scenario_copy(&run->scenario, &before->scenario);
        return;
    }
    scenario_init(&run->scenario);
    if (scenario_load_text(&run->scenario, "scenario", run->record.scenario, &why) < 0) {
        free(run->why_not);
        run->why_not = alloc_printf("their scenarios cannot be read (%s)", err_text(&why));
    }
    err_done(&why);
}

static void take_records(struct history_runs *runs, struct run_record *records, size_t count)
{
    runs->list = alloc_zeroed(count, sizeof *runs->list);
    runs->count = count;
    for (size_t i = 0; i < count; i++) {
        struct history_run *run = &runs->list[i];
        run->record = records[i];
        run->line = HISTORY_NO_LINE;
        run->why_not = alloc_copy("");
        read_scenario(run, i > 0 ? &runs->list[i - 1] : NULL);
    }
    free(records);
}

// --- measures -----------------------------------------------------------------------------------

// Runs that are measured at one go: often enough that threads end together.
enum { BATCH_RUNS = 16 };

// A connection to the store serves one thread at a time.
struct reader {
    struct store *store;
    struct err err;
};

struct measuring {
    struct history_run **runs;
    int64_t *ids;
    size_t count;
    const char *path;
    struct reader *readers; // one a worker
};

struct batch {
    struct history_run **runs;
};

static int measure_run(void *context, size_t number, const struct step_record *steps, size_t count,
                       struct err *err)
{
    (void)err;
    struct history_run *run = ((struct batch *)context)->runs[number];
    const struct side_run side = {&run->record, &run->scenario, steps, count};
    measure_set_done(&run->set);
    measure_set_of(&side, &run->set);
    return 0;
}

static void measure_batch(size_t index, unsigned worker, void *context)
{
    struct measuring *measuring = context;
    struct reader *reader = &measuring->readers[worker];
    size_t from = index * BATCH_RUNS, left = measuring->count - from;
    struct batch batch = {measuring->runs + from};
    if (reader->err.kind != ERR_NONE)
        return;
    if (!reader->store && store_open(measuring->path, STORE_READ, &reader->store, &reader->err) < 0)
        return;
    store_visit_steps(reader->store, measuring->ids + from, left < BATCH_RUNS ? left : BATCH_RUNS,
                      measure_run, &batch, &reader->err);
}

static int measure_all(struct measuring *measuring, struct err *err)
{
    unsigned workers = parallel_cpus();
    measuring->readers = alloc_zeroed(workers, sizeof *measuring->readers);
    parallel_for(workers, (measuring->count + BATCH_RUNS - 1) / BATCH_RUNS, measure_batch,
                 measuring);
    int result = 0;
    for (unsigned w = 0; w < workers; w++) {
        struct reader *reader = &measuring->readers[w];
        store_close(reader->store);
        if (reader->err.kind == ERR_NONE)
            continue;
        result = -reader->err.code;
        err_move(err, &reader->err);
    }
    free(measuring->readers);
    return result;
}

int history_runs_measure(struct history_runs *runs, const char *path, struct err *err)
{
    scope_free int64_t *ids = alloc_zeroed(runs->count, sizeof *ids);
    scope_free struct history_run **wanted = alloc_zeroed(runs->count, sizeof *wanted);
    struct measuring measuring = {.runs = wanted, .ids = ids, .path = path};
    for (size_t i = 0; i < runs->count; i++) {
        if (runs->list[i].line == HISTORY_NO_LINE)
            continue;
        wanted[measuring.count] = &runs->list[i];
        ids[measuring.count++] = runs->list[i].record.id;
    }
    return measure_all(&measuring, err);
}

int history_runs_load(struct store *store, const char *word, const struct history_window *window,
                      struct history_runs *ret_runs, struct err *err)
{
    struct history_runs runs = {0};
    struct run_record *records = NULL;
    size_t count = 0;
    int result = list_runs(store, word, &runs.label, &records, &count, err);
    if (result < 0)
        return result;
    take_records(&runs, records, count);
    result = store_find_event(store, runs.label, HISTORY_ACCEPTED, &runs.accepted_id, err);
    if (result == 0)
        result = drop_older(&runs, window, err);
    if (result == 0)
        result = history_runs_sort_out(&runs, window, err);
    if (result == 0)
        result = history_runs_measure(&runs, store_path(store), err);
    if (result < 0)
        history_runs_done(&runs);
    else
        *ret_runs = runs;
    return result;
}

int history_runs_accept(struct store *store, int64_t run_id, struct err *err)
{
    return store_add_event(store, run_id, HISTORY_ACCEPTED, err);
}
