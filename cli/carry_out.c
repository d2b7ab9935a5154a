// SPDX-License-Identifier: GPL-3.0-or-later
// From a scenario to its report.
#include "cli/carry_out.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/curve.h"
#include "bench/resume.h"
#include "bench/run.h"
#include "cli/agent.h"
#include "cli/command.h"
#include "cli/load_needs.h"
#include "cli/open_store.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/scope.h"
#include "common/model/scenario.h"
#include "common/store/store.h"
#include "reports/report.h"
#include "workloads/core/kernel_memory.h"

static int write_html(const struct carry_out *carry, const struct document *document,
                      struct err *err)
{
    int result = output_report(document, &emitter_html, carry->html, err);
    if (result < 0)
        return err_prefix(err, "run %" PRId64 "%s kept, but not %s page", document->runs[0].run.id,
                          document->run_count > 1 ? " and its campaign are" : " is",
                          document->run_count > 1 ? "their" : "its");
    fprintf(stderr, "fullhouse: the report is %s\n", carry->html);
    return 0;
}

// Runs that failed before their first step have nothing to tell but their error.
static bool has_facts(const struct document *document)
{
    for (size_t i = 0; i < document->run_count; i++)
        if (document->runs[i].run.state == RECORD_DONE || document->runs[i].step_count > 0)
            return true;
    return false;
}

// One report of all runs: the first is the subject, the others stand beside it.
static int print_report(const struct carry_out *carry, struct store *store,
                        const struct run_outcome *outcome, struct err *err)
{
    scope_document struct document document = {0};
    int64_t ids[SCENARIO_ARMS_MAX];
    for (size_t i = 0; i < outcome->count; i++)
        ids[i] = outcome->runs[i].id;
    int result = document_load(store, ids, outcome->count, &document, err);
    if (result < 0 || !has_facts(&document))
        return result;
    result = output_report(&document, carry->json ? &emitter_json : &emitter_text, NULL, err);
    return result == 0 && carry->html ? write_html(carry, &document, err) : result;
}

// Every arm that this host can do must hold what was asked for; neighbours are put beside each
// other for what comes, and a curve is as it is.
static bool is_good_enough(const struct run_outcome *outcome, const struct scenario *scenario)
{
    if (*scenario->interference || scenario->curve_max_bytes)
        return true;
    for (size_t i = 0; i < outcome->count; i++)
        if (!outcome->runs[i].is_absent && outcome->runs[i].maximum < outcome->runs[i].wanted)
            return false;
    return outcome->count > 0;
}

int carry_out_runs(const struct carry_out *carry, struct resume *resume, struct store *store,
                   struct run_outcome *ret_outcome, struct err *err)
{
    scope_free char *agent = agent_find(err);
    // Without it the choice goes on, or says that it is missing where nothing else will do.
    scope_free char *bare = agent_find_bare(NULL);
    *ret_outcome = (struct run_outcome){0};
    if (!agent)
        return -ENOENT;
    int result = interrupt_install(err);
    if (result < 0)
        return result;
    struct progress progress;
    progress_init(&progress, carry->quiet);
    const struct run_options options = {
        .scenario = carry->scenario,
        .store = store,
        .agent = agent,
        .bare = bare ? bare : "",
        .agent_test = carry->agent_test ? carry->agent_test : "",
        .needs_network = load_needs_network(carry->scenario),
        .needs_disk = load_needs_disk(carry->scenario),
        .has_working_set = load_needs_working_set,
        .bare_knows_load = load_needs_bare(carry->scenario),
        .observer = &progress.observer,
        .latency_loads = MEMORY_HOPS,
        .pairs = carry->pairs,
        .ab = carry->ab,
        .ab_result = carry->ab_result,
        .passes_over_absent = carry->passes_over_absent,
        .slot = carry->slot,
        .resume = resume,
    };
    result = carry->scenario->curve_max_bytes ? curve_carry_out(&options, ret_outcome, err)
                                              : run_carry_out(&options, ret_outcome, err);
    progress_done(&progress);
    return result;
}

static int run(const struct carry_out *carry, struct resume *resume, struct store *store,
               struct err *err)
{
    struct run_outcome outcome;
    int result = carry_out_runs(carry, resume, store, &outcome, err);
    // Whatever was finished is shown, also after an interrupt or a failure.
    if (outcome.count > 0) {
        struct err why = {0};
        if (print_report(carry, store, &outcome, &why) < 0 && result == 0)
            result = -EIO;
        err_move(err, &why);
    }
    if (result < 0)
        return err_exit_code(err);
    return is_good_enough(&outcome, carry->scenario) ? EXIT_FINE : EXIT_NOT_GOOD_ENOUGH;
}

// Nothing is left of a run, or of a campaign, that has ended.
static void say_over(const struct resume *resume)
{
    const struct run_record *record = &resume->runs[0].record;
    if (resume->count == 1)
        fprintf(stderr, "fullhouse: run %" PRId64 " is %s: there is nothing to resume\n",
                record->id, record_state_name(record->state));
    else
        fprintf(stderr,
                "fullhouse: all %zu runs of the campaign of run %" PRId64
                " are done: there is nothing to resume\n",
                resume->count, record->id);
}

static int go_on(const struct carry_out *carry, struct store *store, struct err *err)
{
    struct resume resume = {0};
    int found = resume_find(store, carry->resume, &resume, err);
    if (found < 0)
        return err_exit_code(err);
    struct carry_out own = *carry;
    own.scenario = &resume.runs[0].scenario;
    resume.anyway = carry->resume_anyway;
    int code = EXIT_FINE;
    if (found > 0)
        say_over(&resume);
    else
        code = run(&own, &resume, store, err);
    resume_done(&resume);
    return code;
}

int carry_out(const struct carry_out *carry, struct err *err)
{
    struct store *store;
    if (output_check(carry->html, err) < 0 ||
        open_store(carry->store, STORE_WRITE, &store, err) < 0)
        return err_exit_code(err);
    int code = carry->resume ? go_on(carry, store, err) : run(carry, NULL, store, err);
    store_close(store);
    return code;
}
