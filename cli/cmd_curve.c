// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse curve: memory latency over working sets, beside the host's caches; then the report.
#include <string.h>

#include "bench/curve.h"
#include "cli/carry_out.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/scenario_options.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/units.h"
#include "common/model/scenario.h"

enum {
    KEY_SCENARIO = 256,
    KEY_SIZES,
    KEY_STORE,
    KEY_HTML,
    KEY_JSON,
    KEY_FIRST_SETTING, // and up: index into settings
};

static const struct argp_option fixed_options[] = {
    {"scenario", KEY_SCENARIO, "FILE", 0, "read a scenario (YAML); options win over it", 0},
    {"sizes", KEY_SIZES, "MIN..MAX", 0,
     "working sets (default: 16KiB to four times the largest cache)", 0},
    {"store", KEY_STORE, "FILE", 0, "where runs are kept", 0},
    {"html", KEY_HTML, "FILE", 0, "write the report there, too", 0},
    {"json", KEY_JSON, 0, 0, "print the report as JSON instead of text", 0},
    {"quiet", 'q', 0, 0, "no progress", 0},
};
enum { FIXED = sizeof fixed_options / sizeof *fixed_options };

// Options of a scenario that mean something here, in words of their own where those of a density
// would mislead.
static const struct {
    const char *option, *help;
} settings[] = {
    {"platform", NULL},
    {"guest", NULL},
    {"repeats", "fresh boots, each of which measures every size once (default 3)"},
    {"windows", "measured windows of a size (default 3)"},
    {"window", "length of one (default 200ms)"},
    {"warmup", "windows of a size before they count (default 1)"},
    {"memory", "of the guest (default: room for the largest size)"},
    {"seed", NULL},
    {"label", NULL},
    {"connect", NULL},
    {"kernel", NULL},
    {"boot-timeout", NULL},
};
enum { SETTINGS = sizeof settings / sizeof *settings };

struct curve_arguments {
    struct scenario scenario;
    struct scenario_options given;
    const char *sizes, *store, *html;
    bool json, quiet;
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
    struct curve_arguments *arguments = state->input;
    switch (key) {
    case KEY_SCENARIO:
        arguments->given.file = argument;
        return 0;
    case KEY_SIZES:
        arguments->sizes = argument;
        return 0;
    case KEY_STORE:
        arguments->store = argument;
        return 0;
    case KEY_HTML:
        arguments->html = argument;
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
        if (key < KEY_FIRST_SETTING || key >= KEY_FIRST_SETTING + SETTINGS)
            return ARGP_ERR_UNKNOWN;
        arguments->given.values[place_of(settings[key - KEY_FIRST_SETTING].option)] = argument;
        return 0;
    }
}

// What a point needs less of than a density.
static void set_defaults(struct scenario *scenario)
{
    scenario_init(scenario);
    scenario->repeats_min = scenario->repeats_max = 3;
    scenario->windows = 3;
    scenario->window_ns = 200 * CLOCK_NS_PER_MS;
    scenario->warmup_max_windows = 1;
}

static int set_sizes(struct curve_arguments *arguments, struct err *err)
{
    struct err why = {0};
    if (!arguments->sizes)
        return 0;
    int result = scenario_set(&arguments->scenario, "curve", arguments->sizes, &why);
    if (result < 0) {
        const char *text = err_text(&why);
        err_input(err, "--sizes: %s", strncmp(text, "curve: ", 7) == 0 ? text + 7 : text);
    }
    err_done(&why);
    return result;
}

static int refuse_memory(const struct scenario *scenario, uint64_t asked_bytes, struct err *err)
{
    char asked[UNITS_TEXT_SIZE], size[UNITS_TEXT_SIZE], wanted[UNITS_TEXT_SIZE];
    return err_input(err, "--memory: %s holds no working set of %s; at least %s is wanted",
                     units_format_bytes(asked, asked_bytes),
                     units_format_bytes(size, scenario->curve_max_bytes),
                     units_format_bytes(wanted, scenario->shape.memory_bytes));
}

static int read_scenario(struct curve_arguments *arguments, struct err *err)
{
    struct scenario *scenario = &arguments->scenario;
    int result = scenario_options_read(&arguments->given, scenario, err);
    if (result == 0)
        result = set_sizes(arguments, err);
    if (result < 0)
        return result;
    uint64_t asked_bytes = scenario->shape.memory_bytes;
    curve_complete(scenario);
    if (arguments->given.values[place_of("memory")] && asked_bytes < scenario->shape.memory_bytes)
        return refuse_memory(scenario, asked_bytes, err);
    return scenario_check(scenario, err);
}

static int curve(struct curve_arguments *arguments, struct err *err)
{
    const struct carry_out carry = {
        .scenario = &arguments->scenario,
        .store = arguments->store,
        .html = arguments->html,
        .json = arguments->json,
        .quiet = arguments->quiet,
    };
    return read_scenario(arguments, err) < 0 ? err_exit_code(err) : carry_out(&carry, err);
}

static int run_curve(int argc, char **argv)
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
        .doc = "Measures how long one load from memory takes, over working sets from a few pages "
               "to beyond the caches, with pages of 2 MiB and of 4 KiB, and puts the host's caches "
               "beside it.\vExample: fullhouse curve --platform native --html curve.html",
    };
    struct err err = {0};
    struct curve_arguments arguments = {.err = &err};
    set_defaults(&arguments.scenario);
    int code = EXIT_WRONG_USE;
    if (options_parse(&argp, argc, argv, &arguments, &err) == 0)
        code = curve(&arguments, &err);
    scenario_done(&arguments.scenario);
    return err.kind == ERR_NONE ? code : options_fail(&err);
}

const struct command command_curve = {
    .name = "curve",
    .help = "memory latency over working sets, beside the caches",
    .knows_runs = true,
    .run = run_curve,
};
