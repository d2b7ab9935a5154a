// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse bench: a scenario from a file, from options, or both, carried out; then the report.
#include <stdlib.h>
#include <string.h>

#include "cli/carry_out.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/scenario_options.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/units.h"
#include "common/model/scenario.h"
#include "common/model/scenario_arm.h"

enum {
    KEY_SCENARIO = 256,
    KEY_WORKLOAD,
    KEY_STORE,
    KEY_HTML,
    KEY_JSON,
    KEY_SHARED,
    KEY_RESUME,
    KEY_RESUME_ANYWAY,
    KEY_SWEEP,
    KEY_PAIRS,
    KEY_AGENT_TEST,
    KEY_FIRST_SETTING, // and up: index into scenario_option_table
};

static const struct argp_option fixed_options[] = {
    {"scenario", KEY_SCENARIO, "FILE", 0, "read a scenario (YAML); options win over it", 0},
    {"workload", KEY_WORKLOAD, "NAME[:VARIANT]", 0, "what guests do, as cpu, memory:triad", 0},
    {"sweep", KEY_SWEEP, "KEY=VALUE,...", 0,
     "measure with each value of a key of the scenario, side by side; may be given again", 0},
    {"aa", KEY_PAIRS, "N", 0,
     "measure the same N times twice, and tell the noise of this host: the smallest effect that "
     "could be told apart, and how often noise was taken for one",
     0},
    {"shared-content", KEY_SHARED, 0, 0,
     "let guests fill memory alike, so that pages can be shared", 0},
    {"store", KEY_STORE, "FILE", 0, "where runs are kept", 0},
    {"html", KEY_HTML, "FILE", 0, "write the report there, too", 0},
    {"json", KEY_JSON, 0, 0, "print the report as JSON instead of text", 0},
    {"quiet", 'q', 0, 0, "no progress", 0},
    {"resume", KEY_RESUME, "RUN", OPTION_ARG_OPTIONAL,
     "go on with a run that was killed or interrupted (a number, a label or latest, which is the "
     "default), and with all of its campaign; nothing that was finished is measured again",
     0},
    {"resume-anyway", KEY_RESUME_ANYWAY, 0, 0,
     "go on although host, kernel, hypervisor or fullhouse have changed", 0},
    {"agent-test", KEY_AGENT_TEST, "FAULT", OPTION_HIDDEN, "a fault for tests", 0},
};
enum { FIXED = sizeof fixed_options / sizeof *fixed_options };

struct bench_arguments {
    struct scenario scenario;
    struct scenario_options given;
    const char *store, *html, *agent_test;
    const char *resume; // the run to go on with, or NULL
    bool names_run;     // it was given
    const char *pairs;  // --aa, or NULL
    bool json, quiet, resume_anyway;
    struct err *err;
};

static void add_sweep(struct scenario_options *given, const char *argument)
{
    given->sweeps = alloc_resized(given->sweeps, given->sweep_count + 1, sizeof(given->sweeps[0]));
    given->sweeps[given->sweep_count++] = argument;
}

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
    case KEY_SWEEP:
        add_sweep(&arguments->given, argument);
        return 0;
    case KEY_PAIRS:
        arguments->pairs = argument;
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
    case KEY_RESUME:
        arguments->resume = argument ? argument : "latest";
        arguments->names_run = argument;
        return 0;
    case KEY_RESUME_ANYWAY:
        arguments->resume_anyway = true;
        return 0;
    case ARGP_KEY_ARG:
        if (arguments->resume && !arguments->names_run) { // "--resume 12"
            arguments->resume = argument;
            arguments->names_run = true;
            return 0;
        }
        return options_no_more(state, argument, arguments->err);
    default:
        if (key < KEY_FIRST_SETTING || key >= KEY_FIRST_SETTING + SCENARIO_OPTION_COUNT)
            return ARGP_ERR_UNKNOWN;
        arguments->given.values[key - KEY_FIRST_SETTING] = argument;
        return 0;
    }
}

// What the file asks for is another command's business.
static int check_kind(const struct scenario *scenario, struct err *err)
{
    return scenario->curve_max_bytes
               ? err_input(err, "curve: a scenario with a memory curve is for 'fullhouse curve'")
               : 0;
}

// What is resumed is told by the store alone.
static int check_resume(const struct bench_arguments *arguments, struct err *err)
{
    const struct scenario_options *given = &arguments->given;
    const char *asked = given->file             ? "scenario"
                        : given->workload       ? "workload"
                        : given->shared_content ? "shared-content"
                        : given->sweep_count    ? "sweep"
                        : arguments->pairs      ? "aa"
                                                : NULL;
    for (int i = 0; !asked && i < SCENARIO_OPTION_COUNT; i++)
        if (given->values[i])
            asked = scenario_option_table[i].option;
    if (arguments->resume && asked)
        return err_input(err,
                         "--%s: a run that is resumed does what it was begun with; without "
                         "--resume it is another run",
                         asked);
    if (arguments->resume_anyway && !arguments->resume)
        return err_input(err, "--resume-anyway: of which run? (--resume)");
    return 0;
}

// Pairs of one arm each.
static int read_pairs(const struct bench_arguments *arguments, uint32_t *ret_pairs, struct err *err)
{
    const struct scenario *scenario = &arguments->scenario;
    uint64_t pairs;
    if (!arguments->pairs)
        return 0;
    if (units_parse_count(arguments->pairs, 1, SCENARIO_ARMS_MAX / 2, &pairs, err) < 0)
        return err_prefix(err, "--aa");
    if (scenario_arm_count(scenario) > 1)
        return err_input(err, "--aa: one platform and no sweep are wanted: the two of a pair are "
                              "alike in everything");
    if (*scenario->interference)
        return err_input(err, "--aa: a ladder is wanted, and interference has none");
    *ret_pairs = (uint32_t)pairs;
    return 0;
}

static int bench(struct bench_arguments *arguments, struct err *err)
{
    struct carry_out carry = {
        .scenario = &arguments->scenario,
        .store = arguments->store,
        .html = arguments->html,
        .agent_test = arguments->agent_test,
        .resume = arguments->resume,
        .resume_anyway = arguments->resume_anyway,
        .json = arguments->json,
        .quiet = arguments->quiet,
    };
    if (check_resume(arguments, err) < 0)
        return err_exit_code(err);
    if (arguments->resume)
        return carry_out(&carry, err);
    if (scenario_options_read(&arguments->given, &arguments->scenario, err) < 0 ||
        check_kind(&arguments->scenario, err) < 0 || read_pairs(arguments, &carry.pairs, err) < 0)
        return err_exit_code(err);
    return carry_out(&carry, err);
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
    free(arguments.given.sweeps);
    return err.kind == ERR_NONE ? code : options_fail(&err);
}

const struct command command_bench = {
    .name = "bench",
    .help = "measure density with real guests",
    .knows_runs = true,
    .run = run_bench,
};
