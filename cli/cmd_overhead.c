// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse overhead: the same loads on several platforms in turns, each over native.
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/seed.h"
#include "cli/command.h"
#include "cli/open_store.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/overhead_loads.h"
#include "cli/overhead_measure.h"
#include "cli/overhead_output.h"
#include "cli/overhead_scenario.h"
#include "cli/overhead_session.h"
#include "cli/scenario_options.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/scenario.h"
#include "compare/overhead.h"
#include "reports/compare/overhead_report.h"

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
    const char *workloads, *from, *store, *format, *output, *html, *agent_test;
    bool resume, quiet;
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
        arguments->resume = true;
        return 0;
    case KEY_STORE:
        arguments->store = argument;
        return 0;
    case 'f':
        arguments->format = argument;
        return 0;
    case 'o':
        arguments->output = argument;
        return 0;
    case KEY_HTML:
        arguments->html = argument;
        return 0;
    case KEY_JSON:
        arguments->format = "json";
        return 0;
    case 'q':
        arguments->quiet = true;
        return 0;
    case KEY_AGENT_TEST:
        arguments->agent_test = argument;
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

// --- the report ---------------------------------------------------------------------------------

static int write_reports(const struct overhead_arguments *arguments,
                         const struct overhead_form *form, const struct overhead_session *session,
                         struct err *err)
{
    scope_overhead struct overhead overhead = {0};
    int result = overhead_of(session->runs, session->count, &overhead, err);
    if (result == 0)
        result = overhead_output(&overhead, form, arguments->output, err);
    if (result == 0 && arguments->html)
        result = overhead_output(&overhead, &overhead_form_html, arguments->html, err);
    return result;
}

static int report(const struct overhead_arguments *arguments, const struct overhead_form *form,
                  struct err *err)
{
    struct store *store;
    struct overhead_session session = {0};
    int result = open_store(arguments->store, STORE_READ, &store, err);
    if (result < 0)
        return result;
    result = overhead_session_find(store, arguments->from, &session, err);
    if (result == 0)
        result = write_reports(arguments, form, &session, err);
    overhead_session_done(&session);
    store_close(store);
    return result;
}

// --- measuring ----------------------------------------------------------------------------------

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

// The seed of a session that is resumed, else one for all of its campaigns.
static int choose_seed(struct overhead_arguments *arguments, struct store *store, struct err *err)
{
    struct scenario *scenario = &arguments->scenario;
    uint64_t seed = 0;
    if (!arguments->resume) {
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

static int measure_loads(const struct overhead_arguments *arguments,
                         const struct overhead_loads *loads, struct store *store, struct err *err)
{
    const struct scenario *scenario = &arguments->scenario;
    struct overhead_session done = {0};
    int result = arguments->resume
                     ? overhead_session_read(store, scenario->label, scenario->seed, &done, err)
                     : 0;
    const struct overhead_measure measure = {
        .loads = loads,
        .rounds_max = scenario->repeats_max,
        .budget_ns = scenario->budget_ns,
        .agent_test = arguments->agent_test,
        .quiet = arguments->quiet,
    };
    if (result == 0)
        result = overhead_measure(&measure, &done, store, err);
    overhead_session_done(&done);
    return result;
}

// Whatever was finished is shown, also after an interrupt or a failure.
static int show(const struct overhead_arguments *arguments, const struct overhead_form *form,
                struct store *store, struct err *err)
{
    const struct scenario *scenario = &arguments->scenario;
    struct overhead_session session = {0};
    int result = overhead_session_read(store, scenario->label, scenario->seed, &session, err);
    if (result == 0 && session.count > 0)
        result = write_reports(arguments, form, &session, err);
    overhead_session_done(&session);
    return result;
}

static int measure(struct overhead_arguments *arguments, const struct overhead_form *form,
                   struct store *store, struct err *err)
{
    struct overhead_loads loads = {0};
    const char *words = arguments->workloads ? arguments->workloads : "all";
    int result = choose_seed(arguments, store, err);
    if (result == 0)
        result = overhead_loads_of(&arguments->scenario,
                                   arguments->given.file && !arguments->workloads ? NULL : words,
                                   &loads, err);
    if (result < 0)
        return result;
    result = measure_loads(arguments, &loads, store, err);
    overhead_loads_done(&loads);
    struct err why = {0};
    int shown = show(arguments, form, store, &why);
    err_move(err, &why);
    return result < 0 ? result : shown;
}

static int overhead(struct overhead_arguments *arguments, struct err *err)
{
    const struct overhead_form *form =
        overhead_output_form(arguments->format, arguments->output, err);
    struct store *store;
    if (!form || output_check(arguments->output, err) < 0 || output_check(arguments->html, err) < 0)
        return -EINVAL;
    if (arguments->from)
        return report(arguments, form, err);
    int result = read_scenario(arguments, err);
    if (result == 0)
        result = open_store(arguments->store, STORE_WRITE, &store, err);
    if (result < 0)
        return result;
    result = measure(arguments, form, store, err);
    store_close(store);
    return result;
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
