// SPDX-License-Identifier: GPL-3.0-or-later
// Options checked and turned into a plan and a scenario. A phase B has those of its phase A.
#include "cli/ab_asked.h"

#include <inttypes.h>
#include <string.h>

#include "bench/ab.h"
#include "bench/ab_phase.h"
#include "bench/resume.h"
#include "cli/ab_request.h"
#include "cli/contrast_asked.h"
#include "cli/open_store.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/load.h"
#include "common/model/scenario.h"
#include "compare/measure.h"

// --- the plan -----------------------------------------------------------------------------------

static int read_phase(const struct ab_request *request, struct ab_plan *plan, struct err *err)
{
    const char *word = request->phase;
    plan->phase = !word ? AB_TURNS : strcmp(word, "a") == 0 ? AB_PHASE_A : AB_PHASE_B;
    if (word && strcmp(word, "a") != 0 && strcmp(word, "b") != 0)
        return err_input(err, "--phase: '%s' is neither a nor b", word);
    if (plan->phase != AB_TURNS && request->setting_counts[plan->phase == AB_PHASE_A] > 0)
        return err_input(err, "--%s: phase %s measures the other side",
                         plan->phase == AB_PHASE_A ? "b" : "a", word);
    if (plan->phase == AB_TURNS && request->setting_counts[0] + request->setting_counts[1] == 0)
        return err_input(err, "--a, --b: what do the sides differ in? As --b machine=q35; the same "
                              "on both sides tells the noise");
    if (plan->phase != AB_PHASE_B && request->of)
        return err_input(err, "--of: names phase A for --phase b");
    if (plan->phase != AB_PHASE_A && request->reference)
        return err_input(err, "--reference: for --phase a; phase B takes that of phase A");
    return 0;
}

static int read_settings(const struct ab_request *request, struct ab_plan *plan, struct err *err)
{
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < request->setting_counts[side]; i++)
            if (side_settings_add(&plan->sides[side], request->settings[side][i], err) < 0)
                return err_prefix(err, "--%s", side ? "b" : "a");
    return 0;
}

static int read_judging(const struct ab_request *request, struct ab_plan *plan, struct err *err)
{
    struct contrast_metrics metrics = {0};
    int result = contrast_threshold_parse(request->threshold, &plan->threshold, err);
    if (result == 0)
        result = contrast_metrics_parse(request->metrics, &metrics, err);
    for (size_t i = 0; result == 0 && i < metrics.count; i++)
        ab_plan_add_measure(plan, metrics.names[i]);
    contrast_metrics_done(&metrics);
    return result;
}

static int read_plan(const struct ab_request *request, struct ab_plan *plan, struct err *err)
{
    int result = read_phase(request, plan, err);
    if (result == 0)
        result = read_settings(request, plan, err);
    if (request->reference)
        plan->reference = alloc_copy(request->reference);
    return result == 0 ? read_judging(request, plan, err) : result;
}

// --- the scenario -------------------------------------------------------------------------------

static bool is_given(const struct ab_request *request, const char *option)
{
    for (int i = 0; i < SCENARIO_OPTION_COUNT; i++)
        if (strcmp(scenario_option_table[i].option, option) == 0)
            return request->given.values[i] != NULL;
    return false;
}

// What an ab has where nobody says otherwise: one guest, and so many blocks that a change of a
// twentieth shows.
static void set_defaults(const struct ab_request *request, struct scenario *scenario)
{
    if (!is_given(request, "fault") && !is_given(request, "interference")) // which are refused
        scenario_set(scenario, "densities", "1", NULL);
    scenario_set(scenario, "repeats", "6..12", NULL);
}

// A ladder has no use here: its two ends are what is measured.
static int take_densities(struct scenario *scenario, struct err *err)
{
    if (scenario->densities.count > 0)
        return 0;
    if (scenario->guests_max == SCENARIO_GUESTS_LIMIT || scenario->overcommit.max > 0)
        return err_input(err, "densities: an ab does not search: they are wanted, as 1,8");
    scope_free char *ends =
        scenario->guests_min == scenario->guests_max
            ? alloc_printf("%" PRIu32, scenario->guests_min)
            : alloc_printf("%" PRIu32 ",%" PRIu32, scenario->guests_min, scenario->guests_max);
    return scenario_set(scenario, "densities", ends, err);
}

static int check_kind(const struct scenario *scenario, struct err *err)
{
    if (scenario->sweep.count > 0)
        return err_input(err, "sweep: an ab has two sides; --a and --b set what they differ in");
    if (*scenario->interference || scenario->curve_max_bytes || scenario->fault)
        return err_input(err, "%s: an ab measures densities",
                         *scenario->interference     ? "interference"
                         : scenario->curve_max_bytes ? "curve"
                                                     : "fault");
    return scenario->repeats_max < 2 ? err_input(err, "repeats: of one block nothing can be told")
                                     : 0;
}

static bool has_share(const struct scenario *scenario)
{
    for (size_t r = 0; r < scenario->tile.role_count; r++)
        for (uint32_t k = 0; k < scenario->tile.roles[r].load_count; k++)
            if (scenario->tile.roles[r].loads[k].rate.is_share)
                return true;
    return scenario->load.rate.is_share;
}

static int read_scenario(const struct ab_request *request, const struct ab_plan *plan,
                         struct scenario *scenario, struct err *err)
{
    set_defaults(request, scenario);
    int result = scenario_options_read(&request->given, scenario, err);
    if (result == 0)
        result = check_kind(scenario, err);
    if (result == 0 && plan->phase == AB_PHASE_A && has_share(scenario))
        result = err_input(err, "load.rate: a share would be one of what a guest of each phase can "
                                "do; a rate that both are offered is wanted, as 1000/s");
    return result == 0 ? take_densities(scenario, err) : result;
}

// Phase B does what phase A did.
static int read_phase_a(const struct ab_request *request, struct ab_plan *plan,
                        struct scenario *scenario, struct err *err)
{
    scope_store struct store *store = NULL;
    struct run_record record;
    int result = open_store(request->store, STORE_READ, &store, err);
    if (result == 0)
        result = ab_phase_find(store, request->of, &plan->of, err);
    if (result == 0)
        result = store_read_run(store, plan->of, &record, err);
    if (result < 0)
        return result;
    scope_free char *name = alloc_printf("run %" PRId64, plan->of);
    result = scenario_load_text(scenario, name, record.scenario, err);
    if (result == 0)
        resume_keep_choices(&record, scenario);
    run_record_done(&record);
    return result;
}

// The two, or the one, that will be measured.
static int check_sides(const struct ab_plan *plan, const struct scenario *scenario, struct err *err)
{
    for (int side = 0; side < 2; side++) {
        struct scenario arm;
        if (plan->phase == (side ? AB_PHASE_A : AB_PHASE_B))
            continue;
        int result = side_settings_apply(&plan->sides[side], scenario, &arm, err);
        if (result == 0) {
            result = scenario_options_check_arm(&arm, err);
            scenario_done(&arm);
        }
        if (result < 0)
            return err_prefix(err, "--%s", side ? "b" : "a");
    }
    return 0;
}

// It is a process of this host, whatever the sides are.
static int check_reference(const struct ab_plan *plan, struct err *err)
{
    const char *word = plan->reference ? plan->reference : "";
    scope_free char *name = alloc_printf("%.*s", (int)strcspn(word, ":"), word);
    struct scenario scenario;
    scenario_init(&scenario);
    int result = scenario_set(&scenario, "platform", "native", err);
    if (result == 0 && *word)
        result = scenario_set(&scenario, "load.workload", name, err);
    if (result == 0 && strchr(word, ':'))
        result = scenario_set(&scenario, "load.variant", strchr(word, ':') + 1, err);
    if (result == 0)
        result = scenario_options_check_arm(&scenario, err);
    scenario_done(&scenario);
    return result < 0 ? err_prefix(err, "--reference") : 0;
}

// A figure has any name, and only the program's run shows which: then the first block does.
static int check_metrics(const struct ab_plan *plan, const struct scenario *scenario,
                         struct err *err)
{
    for (size_t i = 0; i < plan->measure_count; i++)
        if (!measure_find(plan->measures[i]) && scenario->tile.role_count == 0 &&
            !load_is_exec(&scenario->load))
            return err_input(err, "--metrics: there is no metric '%s' (fullhouse list metrics)",
                             plan->measures[i]);
    return 0;
}

int ab_asked_read(const struct ab_request *request, struct ab_plan *plan, struct scenario *scenario,
                  struct err *err)
{
    int result = read_plan(request, plan, err);
    if (result == 0)
        result = plan->phase == AB_PHASE_B ? read_phase_a(request, plan, scenario, err)
                                           : read_scenario(request, plan, scenario, err);
    if (result == 0)
        result = check_metrics(plan, scenario, err);
    if (result == 0)
        result = check_reference(plan, err);
    return result == 0 ? check_sides(plan, scenario, err) : result;
}
