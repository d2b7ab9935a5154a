// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse lifecycle: how long the verbs of a guest's life take, alone and as a storm.
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/lifecycle.h"
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
#include "common/base/units.h"
#include "common/model/lifecycle.h"
#include "common/model/scenario.h"
#include "common/store/store.h"
#include "reports/report.h"

enum {
    KEY_GUESTS = 256,
    KEY_REPEATS,
    KEY_ROUNDS,
    KEY_VERBS,
    KEY_STORE,
    KEY_HTML,
    KEY_JSON,
    KEY_AGENT_TEST,
    KEY_FIRST_SETTING, // and up: index into scenario_option_table
};
enum { STORMS_MAX = 32, REPEATS = 3, ROUNDS = 3, ROUNDS_MAX = 1000 };

static const struct argp_option fixed_options[] = {
    {"guests", KEY_GUESTS, "N,...", 0, "how many live at once, in turn (default 1,8)", 0},
    {"repeats", KEY_REPEATS, "N", 0, "fresh boots of each (default 3)", 0},
    {"rounds", KEY_ROUNDS, "N", 0,
     "how often one guest is paused, saved and so on (default 3); hot-plug is done once", 0},
    {"verbs", KEY_VERBS, "NAME,...", 0,
     "what is done to them (default: all); those that belong together come together", 0},
    {"store", KEY_STORE, "FILE", 0, "where runs are kept", 0},
    {"html", KEY_HTML, "FILE", 0, "write the report there, too", 0},
    {"json", KEY_JSON, 0, 0, "print the report as JSON instead of text", 0},
    {"quiet", 'q', 0, 0, "no progress", 0},
    {"agent-test", KEY_AGENT_TEST, "FAULT", OPTION_HIDDEN, "a fault for tests", 0},
};
enum { FIXED = sizeof fixed_options / sizeof *fixed_options };

// Of the options that are keys of a scenario, those that mean something here.
static const char *const settings[] = {
    "platform", "guest",   "vcpus",  "memory",       "seed",
    "label",    "connect", "kernel", "boot-timeout", "reserve",
};
enum { SETTINGS = sizeof settings / sizeof *settings };

struct lifecycle_arguments {
    struct scenario scenario;
    struct scenario_options given;
    uint32_t guests[STORMS_MAX];
    size_t guests_count;
    uint32_t repeats, rounds, verbs;
    const char *store, *html, *agent_test;
    bool json, quiet;
    struct err *err;
};

// --- reading ------------------------------------------------------------------------------------

static int read_count(const char *option, const char *text, uint32_t most, uint32_t *ret_count,
                      struct err *err)
{
    uint64_t count;
    struct err why = {0};
    int result = units_parse_count(text, 1, most, &count, &why);
    if (result < 0)
        result = err_input(err, "--%s: %s", option, err_text(&why));
    else
        *ret_count = (uint32_t)count;
    err_done(&why);
    return result;
}

static int read_guests(struct lifecycle_arguments *arguments, const char *text)
{
    scope_free char *copy = strdup(text);
    char *rest = copy;
    arguments->guests_count = 0;
    for (char *word; (word = strsep(&rest, ","));) {
        if (arguments->guests_count == STORMS_MAX)
            return err_input(arguments->err, "--guests: more than %d numbers", STORMS_MAX);
        if (read_count("guests", word, SCENARIO_GUESTS_MAX,
                       &arguments->guests[arguments->guests_count], arguments->err) < 0)
            return -EINVAL;
        arguments->guests_count++;
    }
    return 0;
}

static int read_verbs(struct lifecycle_arguments *arguments, const char *text)
{
    struct err why = {0};
    int result = lifecycle_parse(text, &arguments->verbs, &why);
    if (result < 0)
        err_input(arguments->err, "--verbs: %s", err_text(&why));
    err_done(&why);
    return result;
}

static error_t parse_setting(int key, char *argument, struct lifecycle_arguments *arguments)
{
    if (key < KEY_FIRST_SETTING || key >= KEY_FIRST_SETTING + SCENARIO_OPTION_COUNT)
        return ARGP_ERR_UNKNOWN;
    arguments->given.values[key - KEY_FIRST_SETTING] = argument;
    return 0;
}

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct lifecycle_arguments *arguments = state->input;
    struct err *err = arguments->err;
    switch (key) {
    case KEY_GUESTS:
        return -read_guests(arguments, argument);
    case KEY_REPEATS:
        return -read_count("repeats", argument, SCENARIO_REPEATS_MAX, &arguments->repeats, err);
    case KEY_ROUNDS:
        return -read_count("rounds", argument, ROUNDS_MAX, &arguments->rounds, err);
    case KEY_VERBS:
        return -read_verbs(arguments, argument);
    case KEY_STORE:
        arguments->store = argument;
        return 0;
    case KEY_HTML:
        arguments->html = argument;
        return 0;
    case KEY_AGENT_TEST:
        arguments->agent_test = argument;
        return 0;
    case KEY_JSON:
        arguments->json = true;
        return 0;
    case 'q':
        arguments->quiet = true;
        return 0;
    case ARGP_KEY_ARG:
        return options_no_more(state, argument, err);
    default:
        return parse_setting(key, argument, arguments);
    }
}

// --- the run and its report ---------------------------------------------------------------------

static int print_report(const struct lifecycle_arguments *arguments, struct store *store,
                        int64_t run_id, struct err *err)
{
    scope_document struct document document = {0};
    const struct emitter *emitter = arguments->json ? &emitter_json : &emitter_text;
    int result = document_load(store, &run_id, 1, &document, err);
    if (result < 0 || document.runs[0].step_count == 0)
        return result;
    result = output_report(&document, emitter, NULL, err);
    if (result < 0 || !arguments->html)
        return result;
    result = output_report(&document, &emitter_html, arguments->html, err);
    if (result < 0)
        return err_prefix(err, "run %" PRId64 " is kept, but not its page", run_id);
    fprintf(stderr, "fullhouse: the report is %s\n", arguments->html);
    return 0;
}

static int carry_out(const struct lifecycle_arguments *arguments, struct store *store,
                     struct err *err)
{
    scope_free char *agent = agent_find(err);
    // Without it the choice goes on, or says that it is missing where nothing else will do.
    scope_free char *bare = agent_find_bare(NULL);
    if (!agent || interrupt_install(err) < 0)
        return err_exit_code(err);
    struct progress progress;
    progress_init(&progress, arguments->quiet);
    const struct lifecycle_options options = {
        .scenario = &arguments->scenario,
        .guests = arguments->guests,
        .guests_count = arguments->guests_count,
        .repeats = arguments->repeats,
        .rounds = arguments->rounds,
        .verbs = arguments->verbs,
        .store = store,
        .agent = agent,
        .bare = bare ? bare : "",
        .agent_test = arguments->agent_test ? arguments->agent_test : "",
        .observer = &progress.observer,
    };
    struct lifecycle_outcome outcome;
    int result = lifecycle_run(&options, &outcome, err);
    progress_done(&progress);
    // Whatever was finished is shown, also after an interrupt or a failure.
    if (outcome.run_id) {
        struct err why = {0};
        if (print_report(arguments, store, outcome.run_id, &why) < 0 && result == 0)
            result = -EIO;
        err_move(err, &why);
    }
    if (result < 0)
        return err_exit_code(err);
    return outcome.is_whole ? EXIT_FINE : EXIT_NOT_GOOD_ENOUGH;
}

static int check(struct lifecycle_arguments *arguments, struct err *err)
{
    if (scenario_options_read(&arguments->given, &arguments->scenario, err) < 0 ||
        output_check(arguments->html, err) < 0)
        return -EINVAL;
    if (strchr(arguments->scenario.platform, ','))
        return err_input(err, "--platform: one at a time is led through its life, not '%s'",
                         arguments->scenario.platform);
    return 0;
}

static int lifecycle(struct lifecycle_arguments *arguments, struct err *err)
{
    struct store *store;
    if (check(arguments, err) < 0 || open_store(arguments->store, STORE_WRITE, &store, err) < 0)
        return err_exit_code(err);
    int code = carry_out(arguments, store, err);
    store_close(store);
    return code;
}

static void list_settings(struct argp_option *options)
{
    for (int i = 0; i < SCENARIO_OPTION_COUNT; i++)
        for (int s = 0; s < SETTINGS; s++)
            if (strcmp(scenario_option_table[i].option, settings[s]) == 0)
                *options++ = (struct argp_option){
                    .name = scenario_option_table[i].option,
                    .key = KEY_FIRST_SETTING + i,
                    .arg = scenario_option_table[i].argument,
                    .doc = scenario_option_table[i].help,
                };
}

static int run_lifecycle(int argc, char **argv)
{
    struct argp_option options[FIXED + SETTINGS + 1] = {0};
    memcpy(options, fixed_options, sizeof fixed_options);
    list_settings(options + FIXED);
    const struct argp argp = {
        .options = options,
        .parser = parse_option,
        .doc = "Measures the verbs of a guest's life on real guests, alone and as a storm: create, "
               "boot, pause, resume, save, restore, snapshot, balloon, hot-plug, destroy. What a "
               "platform or a guest cannot do is told with its reason."
               "\vExample: fullhouse lifecycle --platform kvm --guests 1,8 --repeats 5 "
               "--verbs pause,save,add_vcpu\nfullhouse list metrics tells what each verb means.",
    };
    struct err err = {0};
    struct lifecycle_arguments arguments = {
        .guests = {1, 8},
        .guests_count = 2,
        .repeats = REPEATS,
        .rounds = ROUNDS,
        .verbs = LIFECYCLE_ALL,
        .err = &err,
    };
    scenario_init(&arguments.scenario);
    int code = EXIT_WRONG_USE;
    if (options_parse(&argp, argc, argv, &arguments, &err) == 0)
        code = lifecycle(&arguments, &err);
    scenario_done(&arguments.scenario);
    return err.kind == ERR_NONE ? code : options_fail(&err);
}

const struct command command_lifecycle = {
    .name = "lifecycle",
    .help = "how long create, pause, save, hot-plug and the like take, alone and as a storm",
    .knows_runs = true,
    .run = run_lifecycle,
};
