// SPDX-License-Identifier: GPL-3.0-or-later
// Store, seed, loads, campaigns, reports: in this order.
#include "cli/overhead_work.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include "bench/seed.h"
#include "cli/open_store.h"
#include "cli/overhead_loads.h"
#include "cli/overhead_measure.h"
#include "cli/overhead_output.h"
#include "cli/overhead_session.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/scenario.h"
#include "compare/overhead.h"
#include "reports/compare/overhead_report.h"
#include "reports/compare/overhead_say.h"

// Whether any load was measured on two platforms goes to *ret_has_any.
static int write_reports(const struct overhead_work *work, const struct overhead_session *session,
                         bool *ret_has_any, struct err *err)
{
    scope_overhead struct overhead overhead = {0};
    int result = overhead_of(session->runs, session->count, &overhead, err);
    if (result == 0)
        result = overhead_output(&overhead, work->form, work->output, err);
    if (result == 0 && work->html)
        result = overhead_output(&overhead, &overhead_form_html, work->html, err);
    if (result == 0)
        *ret_has_any = overhead_least_guests(&overhead) > 0;
    return result;
}

int overhead_work_report(const struct overhead_work *work, const char *word, struct err *err)
{
    struct store *store;
    struct overhead_session session = {0};
    bool has_any;
    int result = open_store(work->store, STORE_READ, &store, err);
    if (result < 0)
        return result;
    result = overhead_session_find(store, word, &session, err);
    if (result == 0)
        result = write_reports(work, &session, &has_any, err);
    overhead_session_done(&session);
    store_close(store);
    return result;
}

// --- measuring ----------------------------------------------------------------------------------

// The seed of a session that is resumed, else one for all of its campaigns.
static int choose_seed(const struct overhead_work *work, struct scenario *scenario,
                       struct store *store, struct err *err)
{
    uint64_t seed = 0;
    if (!work->resume) {
        scenario->seed = scenario->seed ? scenario->seed : seed_new();
        return 0;
    }
    int result = overhead_session_seed(store, scenario->label, &seed, err);
    if (result == 0 && seed == 0)
        result = err_input(err, "--resume: no run has the label '%s'", scenario->label);
    if (result == 0 && scenario->seed && scenario->seed != seed)
        result = err_input(err, "--seed: what is resumed has its seed; leave it out");
    if (result == 0)
        scenario->seed = seed;
    return result;
}

// What is there of a session that is resumed.
static int read_done(const struct overhead_work *work, const struct scenario *scenario,
                     struct store *store, struct overhead_session *ret_done, struct err *err)
{
    if (!work->resume)
        return 0;
    int result = overhead_session_read(store, scenario->label, scenario->seed, ret_done, err);
    return result < 0 ? result : overhead_session_check(ret_done, scenario, err);
}

static int show(const struct overhead_work *work, const struct scenario *scenario,
                struct store *store, struct err *err)
{
    struct overhead_session session = {0};
    bool has_any = true;
    int result = overhead_session_read(store, scenario->label, scenario->seed, &session, err);
    if (result == 0 && session.count > 0)
        result = write_reports(work, &session, &has_any, err);
    overhead_session_done(&session);
    if (result == 0 && !has_any)
        return err_host(err, "fullhouse doctor",
                        "nothing was measured on two platforms, so there is no overhead to tell");
    return result;
}

static int measure_and_show(const struct overhead_work *work, const struct scenario *scenario,
                            const struct overhead_loads *loads, const struct overhead_session *done,
                            struct store *store, struct err *err)
{
    const struct overhead_measure measure = {
        .loads = loads,
        .rounds_max = scenario->repeats_max,
        .budget_ns = scenario->budget_ns,
        .agent_test = work->agent_test,
        .quiet = work->quiet,
    };
    struct err why = {0};
    int result = overhead_measure(&measure, done, store, err);
    int shown = show(work, scenario, store, &why);
    err_move(err, &why); // the first failure is told
    return result < 0 ? result : shown;
}

static int measure(const struct overhead_work *work, struct scenario *scenario, struct store *store,
                   struct err *err)
{
    struct overhead_loads loads = {0};
    struct overhead_session done = {0};
    int result = choose_seed(work, scenario, store, err);
    if (result == 0)
        result = overhead_loads_of(scenario, work->workloads, &loads, err);
    if (result == 0)
        result = read_done(work, scenario, store, &done, err);
    if (result == 0)
        result = measure_and_show(work, scenario, &loads, &done, store, err);
    overhead_session_done(&done);
    overhead_loads_done(&loads);
    return result;
}

int overhead_work_measure(const struct overhead_work *work, struct scenario *scenario,
                          struct err *err)
{
    struct store *store;
    int result = open_store(work->store, STORE_WRITE, &store, err);
    if (result < 0)
        return result;
    result = measure(work, scenario, store, err);
    store_close(store);
    return result;
}
