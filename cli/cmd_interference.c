// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse interference: workloads put beside each other in two guests, pair by pair.
#include <string.h>

#include "cli/carry_out.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/scenario_options.h"
#include "common/base/err.h"
#include "common/model/scenario.h"

enum {
    KEY_SCENARIO = 256,
    KEY_WORKLOADS,
    KEY_STORE,
    KEY_HTML,
    KEY_JSON,
    KEY_SHARED,
    KEY_AGENT_TEST,
    KEY_FIRST_SETTING, // and up: index into scenario_option_table
};

static const struct argp_option fixed_options[] = {
    {"workloads", KEY_WORKLOADS, "NAME[:VARIANT],...", 0,
     "what is put beside each other, as cpu,memory:triad; each beside itself, too", 0},
    {"scenario", KEY_SCENARIO, "FILE", 0, "read a scenario (YAML); options win over it", 0},
    {"shared-content", KEY_SHARED, 0, 0,
     "let guests fill memory alike, so that pages can be shared", 0},
    {"store", KEY_STORE, "FILE", 0, "where runs are kept", 0},
    {"html", KEY_HTML, "FILE", 0, "write the report there, too", 0},
    {"json", KEY_JSON, 0, 0, "print the report as JSON instead of text", 0},
    {"quiet", 'q', 0, 0, "no progress", 0},
    {"agent-test", KEY_AGENT_TEST, "FAULT", OPTION_HIDDEN, "a fault for tests", 0},
};
enum { FIXED = sizeof fixed_options / sizeof *fixed_options };

// Keys of a scenario that say nothing to two guests with a list of workloads.
static bool is_of_ladders(const char *option)
{
    static const char *const names[] = {"guests", "tiles", "slo", "interference", "options"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(option, names[i]) == 0)
            return true;
    return false;
}

struct interference_arguments {
    struct scenario scenario;
    struct scenario_options given;
    struct carry_out carry;
    const char *workloads;
    struct err *err;
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct interference_arguments *arguments = state->input;
    switch (key) {
    case KEY_SCENARIO:
        arguments->given.file = argument;
        return 0;
    case KEY_WORKLOADS:
        arguments->workloads = argument;
        return 0;
    case KEY_STORE:
        arguments->carry.store = argument;
        return 0;
    case KEY_HTML:
        arguments->carry.html = argument;
        return 0;
    case KEY_AGENT_TEST:
        arguments->carry.agent_test = argument;
        return 0;
    case KEY_SHARED:
        arguments->given.shared_content = true;
        return 0;
    case KEY_JSON:
        arguments->carry.json = true;
        return 0;
    case 'q':
        arguments->carry.quiet = true;
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

// The list goes where --interference of bench would.
static void give_workloads(struct interference_arguments *arguments)
{
    for (int i = 0; i < SCENARIO_OPTION_COUNT; i++)
        if (strcmp(scenario_option_table[i].option, "interference") == 0)
            arguments->given.values[i] = arguments->workloads;
}

// Blames the option that was given, not the one it stands for.
static int read_scenario(struct interference_arguments *arguments, struct err *err)
{
    static const char prefix[] = "--interference: ";
    struct err why = {0};
    int result = scenario_options_read(&arguments->given, &arguments->scenario, &why);
    if (result == 0)
        return 0;
    const char *text = err_text(&why);
    if (arguments->workloads && strncmp(text, prefix, strlen(prefix)) == 0)
        result = err_input(err, "--workloads: %s", text + strlen(prefix));
    else
        err_move(err, &why);
    err_done(&why);
    return result;
}

static int interference(struct interference_arguments *arguments, struct err *err)
{
    give_workloads(arguments);
    int result = read_scenario(arguments, err);
    if (result == 0 && !*arguments->scenario.interference)
        result = err_input(err, "--workloads is wanted, as cpu,memory:triad (see fullhouse list "
                                "workloads)");
    arguments->carry.scenario = &arguments->scenario;
    return result < 0 ? err_exit_code(err) : carry_out(&arguments->carry, err);
}

static void add_settings(struct argp_option *options)
{
    for (int i = 0; i < SCENARIO_OPTION_COUNT; i++) {
        const struct scenario_option *setting = &scenario_option_table[i];
        if (is_of_ladders(setting->option))
            continue;
        *options++ = (struct argp_option){
            .name = setting->option,
            .key = KEY_FIRST_SETTING + i,
            .arg = setting->argument,
            .doc = setting->help,
        };
    }
}

static int run_interference(int argc, char **argv)
{
    struct argp_option options[FIXED + SCENARIO_OPTION_COUNT + 1] = {0};
    memcpy(options, fixed_options, sizeof fixed_options);
    add_settings(options + FIXED);
    const struct argp argp = {
        .options = options,
        .parser = parse_option,
        .doc = "Tells how much each workload in one guest slows each workload in its neighbour: "
               "for every ordered pair, throughput and p99 of the victim with the aggressor beside "
               "it over those beside an idle neighbour.\vTwo guests are booted once for each "
               "repeat, and all pairs are run within that boot in an order drawn anew. Example: "
               "fullhouse interference --workloads cpu,memory:triad --repeats 5",
    };
    struct err err = {0};
    struct interference_arguments arguments = {.err = &err};
    scenario_init(&arguments.scenario);
    int code = EXIT_WRONG_USE;
    if (options_parse(&argp, argc, argv, &arguments, &err) == 0)
        code = interference(&arguments, &err);
    scenario_done(&arguments.scenario);
    return err.kind == ERR_NONE ? code : options_fail(&err);
}

const struct command command_interference = {
    .name = "interference",
    .help = "how much each workload slows each other one in its neighbour",
    .knows_runs = true,
    .run = run_interference,
};
