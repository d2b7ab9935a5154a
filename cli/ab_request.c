// SPDX-License-Identifier: GPL-3.0-or-later
// From a plan and its scenario to a contrast, and from that to its forms. What was asked for stands
// in ab_asked.c.
#include "cli/ab_request.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/ab.h"
#include "bench/resume.h"
#include "bench/run.h"
#include "cli/ab_asked.h"
#include "cli/carry_out.h"
#include "cli/command.h"
#include "cli/open_store.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/arm_side.h"
#include "common/model/scenario.h"
#include "compare/contrasts.h"

void ab_request_add_setting(struct ab_request *request, int side, const char *text)
{
    size_t count = request->setting_counts[side]++;
    request->settings[side] =
        alloc_resized(request->settings[side], count + 1, sizeof *request->settings[side]);
    request->settings[side][count] = text;
}

void ab_request_done(struct ab_request *request)
{
    free(request->settings[0]);
    free(request->settings[1]);
    contrast_outputs_done(&request->outputs);
}

// --- what came of it ----------------------------------------------------------------------------

// The contrast is the caller's still.
static struct contrasts wrap(struct ab_result *result)
{
    struct contrasts all = {
        .names = {(char *)"A", (char *)"B"},
        .list = &result->contrast,
        .count = 1,
        .overall = result->contrast.overall,
    };
    memcpy(all.counts, result->contrast.counts, sizeof all.counts);
    return all;
}

static void say_phase_a(const struct ab_result *result)
{
    printf("Phase A is run %" PRId64 ", with its reference in run %" PRId64 ": %" PRIu32
           " block%s.\nNow make the change, and then: fullhouse ab --phase b\n",
           result->run_ids[0], result->run_ids[1], result->blocks, result->blocks == 1 ? "" : "s");
}

// Also of one that was interrupted or failed: what there is is told, and the code says the rest.
static int tell(const struct ab_request *request, struct ab_result *result, bool is_whole,
                struct err *err)
{
    if (!result->has_contrast && is_whole && result->blocks == 0) {
        err_input(err, "no block was finished: there is nothing to judge");
        return err_exit_code(err);
    }
    if (!result->has_contrast) {
        if (is_whole)
            say_phase_a(result);
        return EXIT_FINE;
    }
    const struct contrasts all = wrap(result);
    int r = contrast_outputs_write(&request->outputs, &all, request->strict, err);
    return r < 0 ? err_exit_code(err) : contrast_exit_code(&all, request->strict);
}

static int carry_out_all(const struct ab_request *request, struct carry_out *carry,
                         struct resume *resume, struct store *store, struct err *err)
{
    struct ab_result result = {0};
    struct run_outcome outcome;
    struct err why = {0};
    carry->ab_result = &result;
    int done = carry_out_runs(carry, resume, store, &outcome, err);
    int code = tell(request, &result, done == 0, &why);
    err_move(err, &why);
    ab_result_done(&result);
    return err->kind == ERR_NONE ? code : err_exit_code(err);
}

// --- what may be asked of one that is there already ---------------------------------------------

static const char *asked_of_scenario(const struct ab_request *request)
{
    const struct scenario_options *given = &request->given;
    const char *asked = given->file             ? "scenario"
                        : given->workload       ? "workload"
                        : given->shared_content ? "shared-content"
                                                : NULL;
    for (int i = 0; !asked && i < SCENARIO_OPTION_COUNT; i++)
        if (given->values[i])
            asked = scenario_option_table[i].option;
    return asked;
}

static const char *asked_of_plan(const struct ab_request *request)
{
    return request->setting_counts[0]   ? "a"
           : request->setting_counts[1] ? "b"
           : request->phase             ? "phase"
           : request->of                ? "of"
           : request->reference         ? "reference"
           : request->threshold         ? "threshold"
           : request->metrics           ? "metrics"
                                        : NULL;
}

// An option that could only be ignored is refused.
static int check_asked(const struct ab_request *request, struct err *err)
{
    const char *asked = asked_of_scenario(request);
    if (request->resume && !asked)
        asked = asked_of_plan(request);
    if (request->resume && asked)
        return err_input(err,
                         "--%s: an ab that is resumed does what it was begun with; without "
                         "--resume it is another one",
                         asked);
    if (request->resume_anyway && !request->resume)
        return err_input(err, "--resume-anyway: of which ab? (--resume)");
    if (request->phase && strcmp(request->phase, "b") == 0 && asked)
        return err_input(err, "--%s: phase B does what phase A did; --b sets what differs", asked);
    return 0;
}

// --- from its beginning, or from where it stopped -----------------------------------------------

static struct carry_out describe(const struct ab_request *request, const struct scenario *scenario,
                                 const struct ab_plan *plan)
{
    return (struct carry_out){
        .scenario = scenario,
        .ab = plan,
        .store = request->store,
        .agent_test = request->agent_test,
        .quiet = request->quiet,
    };
}

static int begin(const struct ab_request *request, struct ab_plan *plan, struct scenario *scenario,
                 struct err *err)
{
    scope_store struct store *store = NULL;
    int result = ab_asked_read(request, plan, scenario, err);
    if (result == 0)
        result = open_store(request->store, STORE_WRITE, &store, err);
    if (result < 0)
        return err_exit_code(err);
    struct carry_out carry = describe(request, scenario, plan);
    return carry_out_all(request, &carry, NULL, store, err);
}

static int check_is_ab(const struct resume *resume, struct err *err)
{
    const struct run_record *record = &resume->runs[0].record;
    struct arm_side side;
    if (arm_side_parse(record->arm, &side))
        return 0;
    return err_input(err,
                     "--resume: run %" PRId64 " is none of an ab; fullhouse bench --resume=%" PRId64
                     " goes on with it",
                     record->id, record->id);
}

static int go_on(const struct ab_request *request, struct err *err)
{
    scope_store struct store *store = NULL;
    struct resume resume = {0};
    int found = open_store(request->store, STORE_WRITE, &store, err);
    if (found == 0)
        found = resume_find(store, request->resume, &resume, err);
    if (found == 0)
        found = check_is_ab(&resume, err);
    if (found < 0) {
        resume_done(&resume);
        return err_exit_code(err);
    }
    int code = EXIT_FINE;
    resume.anyway = request->resume_anyway;
    if (found == 0) {
        struct carry_out carry = describe(request, &resume.runs[0].scenario, NULL);
        code = carry_out_all(request, &carry, &resume, store, err);
    } else {
        fprintf(stderr, "fullhouse: run %" PRId64 " has ended: there is nothing to resume\n",
                resume.runs[0].record.id);
    }
    resume_done(&resume);
    return code;
}

int ab_request_carry_out(const struct ab_request *request, struct err *err)
{
    struct scenario scenario;
    struct ab_plan plan = {0};
    if (check_asked(request, err) < 0 || contrast_outputs_check(&request->outputs, err) < 0)
        return err_exit_code(err);
    if (request->resume)
        return go_on(request, err);
    scenario_init(&scenario);
    int code = begin(request, &plan, &scenario, err);
    ab_plan_done(&plan);
    scenario_done(&scenario);
    return code;
}
