// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse bench: a scenario from a file, from options, or both, carried out; then the report.
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/run.h"
#include "cli/agent.h"
#include "cli/command.h"
#include "cli/open_store.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/scenario_options.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/scope.h"
#include "common/model/platform_list.h"
#include "common/model/scenario.h"
#include "common/store/store.h"
#include "reports/report.h"
#include "workloads/linux/workload_named.h"
#include "workloads/linux/workload_table.h"

enum {
    KEY_SCENARIO = 256,
    KEY_WORKLOAD,
    KEY_STORE,
    KEY_HTML,
    KEY_JSON,
    KEY_SHARED,
    KEY_AGENT_TEST,
    KEY_FIRST_SETTING, // and up: index into scenario_option_table
};

static const struct argp_option fixed_options[] = {
    {"scenario", KEY_SCENARIO, "FILE", 0, "read a scenario (YAML); options win over it", 0},
    {"workload", KEY_WORKLOAD, "NAME[:VARIANT]", 0, "what guests do, as cpu, memory:triad", 0},
    {"shared-content", KEY_SHARED, 0, 0,
     "let guests fill memory alike, so that pages can be shared", 0},
    {"store", KEY_STORE, "FILE", 0, "where runs are kept", 0},
    {"html", KEY_HTML, "FILE", 0, "write the report there, too", 0},
    {"json", KEY_JSON, 0, 0, "print the report as JSON instead of text", 0},
    {"quiet", 'q', 0, 0, "no progress", 0},
    {"agent-test", KEY_AGENT_TEST, "FAULT", OPTION_HIDDEN, "a fault for tests", 0},
};
enum { FIXED = sizeof fixed_options / sizeof *fixed_options };

struct bench_arguments {
    struct scenario scenario;
    struct scenario_options given;
    const char *store, *html, *agent_test;
    bool json, quiet;
    struct err *err;
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct bench_arguments *arguments = state->input;
    switch (key) {
    case KEY_SCENARIO:
        arguments->given.file = argument;
        return 0;
    case KEY_WORKLOAD:
        arguments->given.workload = argument;
        return 0;
    case KEY_STORE:
        arguments->store = argument;
        return 0;
    case KEY_HTML:
        arguments->html = argument;
        return 0;
    case KEY_AGENT_TEST:
        arguments->agent_test = argument;
        return 0;
    case KEY_SHARED:
        arguments->given.shared_content = true;
        return 0;
    case KEY_JSON:
        arguments->json = true;
        return 0;
    case 'q':
        arguments->quiet = true;
        return 0;
    case ARGP_KEY_ARG:
        return options_no_more(state, argument, arguments->err);
    default:
        if (key < KEY_FIRST_SETTING || key >= KEY_FIRST_SETTING + SCENARIO_OPTION_COUNT)
            return ARGP_ERR_UNKNOWN;
        arguments->given.values[key - KEY_FIRST_SETTING] = argument;
        return 0;
    }
}

// --- the run and its report ---------------------------------------------------------------------

static int write_html(const struct bench_arguments *arguments, const struct document *document,
                      struct err *err)
{
    int result = output_report(document, &emitter_html, arguments->html, err);
    if (result < 0)
        return err_prefix(err, "run %" PRId64 "%s kept, but not %s page", document->runs[0].run.id,
                          document->run_count > 1 ? " and its campaign are" : " is",
                          document->run_count > 1 ? "their" : "its");
    fprintf(stderr, "fullhouse: the report is %s\n", arguments->html);
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
static int print_report(const struct bench_arguments *arguments, struct store *store,
                        const struct run_outcome *outcome, struct err *err)
{
    scope_document struct document document = {0};
    int64_t ids[PLATFORM_LIST_MAX];
    for (size_t i = 0; i < outcome->count; i++)
        ids[i] = outcome->runs[i].id;
    int result = document_load(store, ids, outcome->count, &document, err);
    if (result < 0 || !has_facts(&document))
        return result;
    result = output_report(&document, arguments->json ? &emitter_json : &emitter_text, NULL, err);
    return result == 0 && arguments->html ? write_html(arguments, &document, err) : result;
}

// Every platform must hold what was asked for.
static bool is_good_enough(const struct run_outcome *outcome, const struct scenario *scenario)
{
    for (size_t i = 0; i < outcome->count; i++)
        if (outcome->runs[i].maximum < scenario->guests_min)
            return false;
    return outcome->count > 0;
}

// check_names has found it before.
static bool has_working_set(const struct load *load)
{
    const struct workload *workload;
    const struct workload_variant *variant;
    return workload_named(load->workload, load->variant, &workload, &variant, NULL) == 0 &&
           variant->working_set_unit > 0;
}

static bool wants_network(const struct load *load)
{
    const struct workload *workload;
    const struct workload_variant *variant;
    return workload_named(load->workload, load->variant, &workload, &variant, NULL) == 0 &&
           workload->needs_network;
}

// Who answers needs one as much as who asks: any load of a tile gives it to all of it.
static bool needs_network(const struct scenario *scenario)
{
    const struct tile *tile = &scenario->tile;
    for (size_t i = 0; i < tile->role_count; i++)
        for (size_t k = 0; k < tile->roles[i].load_count; k++)
            if (wants_network(&tile->roles[i].loads[k]))
                return true;
    return tile->role_count == 0 && wants_network(&scenario->load);
}

// It is made of the core's workloads, all of them.
static bool bare_knows(const struct load *load)
{
    const struct workload *workload;
    const struct workload_variant *variant;
    return workload_find(load->workload, load->variant, &workload, &variant) == 0;
}

static int carry_out(struct bench_arguments *arguments, struct store *store, struct err *err)
{
    scope_free char *agent = agent_find(err);
    // Without it the choice goes on, or says that it is missing where nothing else will do.
    scope_free char *bare = agent_find_bare(NULL);
    if (!agent || interrupt_install(err) < 0)
        return err_exit_code(err);
    struct progress progress;
    progress_init(&progress, arguments->quiet);
    const struct run_options options = {
        .scenario = &arguments->scenario,
        .store = store,
        .agent = agent,
        .bare = bare ? bare : "",
        .agent_test = arguments->agent_test ? arguments->agent_test : "",
        .needs_network = needs_network(&arguments->scenario),
        .has_working_set = has_working_set(&arguments->scenario.load),
        .bare_knows_load = bare_knows(&arguments->scenario.load),
        .observer = &progress.observer,
    };
    struct run_outcome outcome = {0};
    int result = run_carry_out(&options, &outcome, err);
    progress_done(&progress);
    // Whatever was finished is shown, also after an interrupt or a failure.
    if (outcome.count > 0) {
        struct err why = {0};
        if (print_report(arguments, store, &outcome, &why) < 0 && result == 0)
            result = -EIO;
        err_move(err, &why);
    }
    if (result < 0)
        return err_exit_code(err);
    return is_good_enough(&outcome, &arguments->scenario) ? EXIT_FINE : EXIT_NOT_GOOD_ENOUGH;
}

static int bench(struct bench_arguments *arguments, struct err *err)
{
    if (scenario_options_read(&arguments->given, &arguments->scenario, err) < 0 ||
        output_check(arguments->html, err) < 0)
        return err_exit_code(err);
    struct store *store;
    if (open_store(arguments->store, STORE_WRITE, &store, err) < 0)
        return err_exit_code(err);
    int code = carry_out(arguments, store, err);
    store_close(store);
    return code;
}

static int run_bench(int argc, char **argv)
{
    struct argp_option options[FIXED + SCENARIO_OPTION_COUNT + 1] = {0};
    memcpy(options, fixed_options, sizeof fixed_options);
    for (int i = 0; i < SCENARIO_OPTION_COUNT; i++)
        options[FIXED + i] = (struct argp_option){
            .name = scenario_option_table[i].option,
            .key = KEY_FIRST_SETTING + i,
            .arg = scenario_option_table[i].argument,
            .doc = scenario_option_table[i].help,
        };
    const struct argp argp = {
        .options = options,
        .parser = parse_option,
        .doc =
            "Boots real guests at rising densities, loads all of them at once, and tells how many "
            "this host holds.\vExample: fullhouse bench --guests 1..8 --workload cpu --rate 25% "
            "--slo 'p99<=3x,achieved>=95%'",
    };
    struct err err = {0};
    struct bench_arguments arguments = {.err = &err};
    scenario_init(&arguments.scenario);
    int code = EXIT_WRONG_USE;
    if (options_parse(&argp, argc, argv, &arguments, &err) == 0)
        code = bench(&arguments, &err);
    scenario_done(&arguments.scenario);
    return err.kind == ERR_NONE ? code : options_fail(&err);
}

const struct command command_bench = {
    .name = "bench",
    .help = "measure density with real guests",
    .knows_runs = true,
    .run = run_bench,
};
