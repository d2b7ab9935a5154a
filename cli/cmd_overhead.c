// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse overhead: the same loads on several platforms in turns, each over native.
#include <errno.h>
#include <string.h>

#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/overhead_output.h"
#include "cli/overhead_scenario.h"
#include "cli/overhead_work.h"
#include "cli/scenario_options.h"
#include "common/base/err.h"
#include "common/model/scenario.h"

// Rounds of what a budget leaves time for, where --repeats does not say.
enum { BUDGET_ROUNDS_MAX = 10 };

enum {
    KEY_SCENARIO = 256,
    KEY_PLATFORMS,
    KEY_WORKLOADS,
    KEY_FROM,
    KEY_RESUME,
    KEY_STORE,
    KEY_HTML,
    KEY_JSON,
    KEY_AGENT_TEST,
    KEY_FIRST_SETTING, // and up: index into settings
};

static const struct argp_option fixed_options[] = {
    {"platforms", KEY_PLATFORMS, "NAME,...", 0,
     "native and others, as native,kvm/bare,tcg (default: native,container,kvm,tcg); what this "
     "host lacks is passed over, aloud",
     0},
    {"workloads", KEY_WORKLOADS, "NAME[:VARIANT],...", 0,
     "as cpu,memory:triad,os:all; all (default): each workload's first variant", 0},
    {"scenario", KEY_SCENARIO, "FILE", 0, "read a scenario (YAML); options win over it", 0},
    {"from", KEY_FROM, "RUN", 0,
     "measure nothing: report what the store has, by number, label or latest", 0},
    {"resume", KEY_RESUME, 0, 0,
     "go on with the last one of this label: repeat its command with this", 0},
    {"store", KEY_STORE, "FILE", 0, "where runs are kept", 0},
    {"format", 'f', "FORM", 0, "text, markdown, html, json or csv", 0},
    {"output", 'o', "FILE", 0, "write there (default: print); its suffix chooses the form", 0},
    {"html", KEY_HTML, "FILE", 0, "write the page there, too", 0},
    {"json", KEY_JSON, 0, 0, "the same as --format json", 0},
    {"quiet", 'q', 0, 0, "no progress", 0},
    {"agent-test", KEY_AGENT_TEST, "FAULT", OPTION_HIDDEN, "a fault for tests", 0},
};
enum { FIXED = sizeof fixed_options / sizeof *fixed_options };

// Options of a scenario that mean something here, in words of their own where those of a density
// would mislead.
static const struct {
    const char *option, *help;
} settings[] = {
    {"guests", "densities from MIN to MAX by doubling (default 1..8)"},
    {"densities", "these densities, as 1,4,8, instead"},
    {"repeats", "fresh boots of each density on each platform (default 3; up to 10 in a budget)"},
    {"budget", "all of it is to end in about that time, as 15m: fewer boots, but at least two, "
               "then fewer densities"},
    {"windows", "measured windows of a step (default 4)"},
    {"window", "length of one (default 250ms)"},
    {"warmup", "most windows of warm-up before measuring (default 2)"},
    {"guest", NULL},
    {"vcpus", NULL},
    {"memory", NULL},
    {"threads", NULL},
    {"working-set", NULL},
    {"rate", "offered by each guest, as 1000/s (default: closed, as fast as it goes)"},
    {"pinning", NULL},
    {"seed", NULL},
    {"label", "a name for its runs (default overhead)"},
    {"connect", NULL},
    {"kernel", NULL},
    {"qemu", NULL},
    {"machine", NULL},
    {"cpu-model", NULL},
    {"network", NULL},
    {"disk-size", NULL},
    {"disk-cache", NULL},
    {"disk-aio", NULL},
    {"disk-path", NULL},
    {"boot-parallel", NULL},
    {"boot-timeout", NULL},
    {"reserve", NULL},
};
enum { SETTINGS = sizeof settings / sizeof *settings };

struct overhead_arguments {
    struct scenario scenario;
    struct scenario_options given;
    struct overhead_work work;
    const char *workloads, *from, *format;
    struct err *err;
};

// The place in scenario_option_table; every setting has one.
static int place_of(const char *option)
{
    int place = 0;
    while (strcmp(scenario_option_table[place].option, option) != 0)
        place++;
    return place;
}

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct overhead_arguments *arguments = state->input;
    switch (key) {
    case KEY_SCENARIO:
        arguments->given.file = argument;
        return 0;
    case KEY_PLATFORMS:
        arguments->given.values[place_of("platform")] = argument;
        return 0;
    case KEY_WORKLOADS:
        arguments->workloads = argument;
        return 0;
    case KEY_FROM:
        arguments->from = argument;
        return 0;
    case KEY_RESUME:
        arguments->work.resume = true;
        return 0;
    case KEY_STORE:
        arguments->work.store = argument;
        return 0;
    case 'f':
        arguments->format = argument;
        return 0;
    case 'o':
        arguments->work.output = argument;
        return 0;
    case KEY_HTML:
        arguments->work.html = argument;
        return 0;
    case KEY_JSON:
        arguments->format = "json";
        return 0;
    case 'q':
        arguments->work.quiet = true;
        return 0;
    case KEY_AGENT_TEST:
        arguments->work.agent_test = argument;
        return 0;
    case ARGP_KEY_ARG:
        return options_no_more(state, argument, arguments->err);
    default:
        if (key < KEY_FIRST_SETTING || key >= KEY_FIRST_SETTING + SETTINGS)
            return ARGP_ERR_UNKNOWN;
        arguments->given.values[place_of(settings[key - KEY_FIRST_SETTING].option)] = argument;
        return 0;
    }
}

// The option is --platforms here.
static int blame_option(struct err *err, struct err *why)
{
    static const char wrong[] = "--platform: ";
    const char *text = err_text(why);
    if (strncmp(text, wrong, strlen(wrong)) == 0)
        err_input(err, "--platforms: %s", text + strlen(wrong));
    else
        err_move(err, why);
    err_done(why);
    return -EINVAL;
}

static int read_scenario(struct overhead_arguments *arguments, struct err *err)
{
    struct scenario *scenario = &arguments->scenario;
    struct err why = {0};
    if (scenario_options_read(&arguments->given, scenario, &why) < 0)
        return blame_option(err, &why);
    int result = overhead_scenario_complete(scenario, err);
    if (result == 0 && scenario->budget_ns && !arguments->given.values[place_of("repeats")])
        scenario->repeats_max = BUDGET_ROUNDS_MAX;
    return result;
}

static int overhead(struct overhead_arguments *arguments, struct err *err)
{
    struct overhead_work *work = &arguments->work;
    work->form = overhead_output_form(arguments->format, work->output, err);
    if (!work->form || output_check(work->output, err) < 0 || output_check(work->html, err) < 0)
        return -EINVAL;
    if (arguments->from)
        return overhead_work_report(work, arguments->from, err);
    int result = read_scenario(arguments, err);
    if (result < 0)
        return result;
    bool has_own_load = arguments->given.file && !arguments->workloads;
    work->workloads = arguments->workloads ? arguments->workloads : has_own_load ? NULL : "all";
    return overhead_work_measure(work, &arguments->scenario, err);
}

static int run_overhead(int argc, char **argv)
{
    struct argp_option options[FIXED + SETTINGS + 1] = {0};
    memcpy(options, fixed_options, sizeof fixed_options);
    for (int i = 0; i < SETTINGS; i++) {
        const struct scenario_option *option = &scenario_option_table[place_of(settings[i].option)];
        options[FIXED + i] = (struct argp_option){
            .name = option->option,
            .key = KEY_FIRST_SETTING + i,
            .arg = option->argument,
            .doc = settings[i].help ? settings[i].help : option->help,
        };
    }
    const struct argp argp = {
        .options = options,
        .parser = parse_option,
        .doc = "Tells what each platform costs: the same loads, shape and seed on all of them, in "
               "turns and repeated, each over a native process; at one guest, at many, and where "
               "along the density overhead begins.\vExample: fullhouse overhead --workloads "
               "cpu,memory:triad --guests 1..8 --budget 10m --html overhead.html",
    };
    struct err err = {0};
    struct overhead_arguments arguments = {.err = &err};
    overhead_scenario_init(&arguments.scenario);
    if (options_parse(&argp, argc, argv, &arguments, &err) == 0)
        overhead(&arguments, &err);
    scenario_done(&arguments.scenario);
    return err.kind == ERR_NONE ? EXIT_FINE : options_fail(&err);
}

const struct command command_overhead = {
    .name = "overhead",
    .help = "what each platform costs over a native process, load by load",
    .knows_runs = true,
    .run = run_overhead,
};
