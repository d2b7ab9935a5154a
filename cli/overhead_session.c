// SPDX-License-Identifier: GPL-3.0-or-later
// Reads runs until they have all that compare/ wants of them.
#include "cli/overhead_session.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/model/load_list.h"
#include "common/model/scenario.h"
#include "common/store/store.h"

// What a side_run borrows.
struct overhead_session_run {
    struct run_record record;
    struct scenario scenario;
    struct step_record *steps;
    size_t step_count;
};

static void run_free(struct overhead_session_run *run)
{
    for (size_t i = 0; i < run->step_count; i++)
        step_record_done(&run->steps[i]);
    run_record_done(&run->record);
    scenario_done(&run->scenario);
    free(run->steps);
    free(run);
}

void overhead_session_done(struct overhead_session *session)
{
    for (size_t i = 0; i < session->count; i++)
        run_free(session->owned[i]);
    free(session->runs);
    free(session->owned);
    *session = (struct overhead_session){0};
}

static int read_run(struct store *store, int64_t id, struct overhead_session_run *run,
                    struct err *err)
{
    int result = store_read_run(store, id, &run->record, err);
    if (result < 0)
        return result;
    scope_free char *name = alloc_printf("run %" PRId64, id);
    result = scenario_load_text(&run->scenario, name, run->record.scenario, err);
    if (result == 0)
        result = store_read_steps(store, id, &run->steps, &run->step_count, err);
    return result;
}

static int add_run(struct overhead_session *session, struct store *store, int64_t id,
                   struct err *err)
{
    struct overhead_session_run *run = alloc_zeroed(1, sizeof *run);
    scenario_init(&run->scenario);
    int result = read_run(store, id, run, err);
    if (result < 0) {
        run_free(run);
        return result;
    }
    size_t place = session->count++;
    session->runs = alloc_resized(session->runs, session->count, sizeof *session->runs);
    session->owned = alloc_resized(session->owned, session->count, sizeof *session->owned);
    session->owned[place] = run;
    session->runs[place] =
        (struct side_run){&run->record, &run->scenario, run->steps, run->step_count};
    return 0;
}

static int add_runs(struct overhead_session *session, struct store *store, const int64_t *ids,
                    size_t count, struct err *err)
{
    int result = 0;
    for (size_t i = 0; result == 0 && i < count; i++)
        result = add_run(session, store, ids[i], err);
    if (result < 0)
        overhead_session_done(session);
    return result;
}

// The numbers of a label's runs with that seed, oldest first; for seed 0 *ret_seed is the newest's.
static int list_runs(struct store *store, const char *label, uint64_t *seed, int64_t **ret_ids,
                     size_t *ret_count, struct err *err)
{
    struct run_record *records = NULL;
    size_t count = 0, kept = 0;
    int result = store_list_label(store, label, &records, &count, err);
    if (result < 0)
        return result;
    if (*seed == 0 && count > 0)
        *seed = records[count - 1].seed;
    *ret_ids = alloc_zeroed(count, sizeof **ret_ids);
    for (size_t i = 0; i < count; i++) {
        if (records[i].seed == *seed)
            (*ret_ids)[kept++] = records[i].id;
        run_record_done(&records[i]);
    }
    free(records);
    *ret_count = kept;
    return 0;
}

int overhead_session_seed(struct store *store, const char *label, uint64_t *ret_seed,
                          struct err *err)
{
    scope_free int64_t *ids = NULL;
    size_t count;
    uint64_t seed = 0;
    int result = list_runs(store, label, &seed, &ids, &count, err);
    if (result == 0)
        *ret_seed = seed;
    return result;
}

int overhead_session_read(struct store *store, const char *label, uint64_t seed,
                          struct overhead_session *ret_session, struct err *err)
{
    struct overhead_session session = {0};
    scope_free int64_t *ids = NULL;
    size_t count = 0;
    int result = list_runs(store, label, &seed, &ids, &count, err);
    if (result == 0)
        result = add_runs(&session, store, ids, count, err);
    if (result == 0)
        *ret_session = session;
    return result;
}

static int read_campaign(struct store *store, const struct run_record *record,
                         struct overhead_session *ret_session, struct err *err)
{
    struct overhead_session session = {0};
    struct run_record *all = NULL;
    size_t count = 0, kept = 0;
    int result = store_list_runs(store, &all, &count, err);
    scope_free int64_t *ids = alloc_zeroed(count, sizeof *ids);
    for (size_t i = 0; i < count; i++) {
        if (all[i].id == record->id ||
            (*record->campaign && strcmp(all[i].campaign, record->campaign) == 0))
            ids[kept++] = all[i].id;
        run_record_done(&all[i]);
    }
    free(all);
    if (result == 0)
        result = add_runs(&session, store, ids, kept, err);
    if (result == 0)
        *ret_session = session;
    return result;
}

int overhead_session_find(struct store *store, const char *word,
                          struct overhead_session *ret_session, struct err *err)
{
    struct run_record record;
    int64_t id;
    int result = store_find_run(store, word, &id, err);
    if (result == 0)
        result = store_read_run(store, id, &record, err);
    if (result < 0)
        return result;
    result = *record.label
                 ? overhead_session_read(store, record.label, record.seed, ret_session, err)
                 : read_campaign(store, &record, ret_session, err);
    run_record_done(&record);
    return result;
}

const struct side_run *overhead_session_load(const struct overhead_session *session,
                                             const char *load)
{
    const struct side_run *found = NULL;
    for (size_t i = 0; i < session->count; i++) {
        const struct side_run *run = &session->runs[i];
        scope_free char *name = load_name(&run->scenario->load);
        if (strcmp(run->record->platform, "native") == 0 && strcmp(name, load) == 0)
            found = run;
    }
    return found;
}

// What was measured in another way is another overhead.
static int check_run(const struct scenario *past, const struct scenario *now, struct err *err)
{
    bool is_alike = now->shape.vcpus == past->shape.vcpus &&
                    now->shape.memory_bytes == past->shape.memory_bytes &&
                    now->windows == past->windows && now->window_ns == past->window_ns &&
                    now->load.arrivals == past->load.arrivals;
    if (is_alike)
        return 0;
    char memory[UNITS_TEXT_SIZE], window[UNITS_TEXT_SIZE];
    return err_input(err,
                     "--resume: it was begun with %" PRIu32 " vCPUs, %s, %" PRIu32
                     " windows of %s and %s arrivals; repeat its command, or leave --resume out",
                     past->shape.vcpus, units_format_bytes(memory, past->shape.memory_bytes),
                     past->windows, units_format_duration_ns(window, (double)past->window_ns),
                     load_arrivals_name(past->load.arrivals));
}

int overhead_session_check(const struct overhead_session *session, const struct scenario *scenario,
                           struct err *err)
{
    int result = 0;
    for (size_t i = 0; result == 0 && i < session->count; i++)
        result = check_run(session->runs[i].scenario, scenario, err);
    return result;
}
