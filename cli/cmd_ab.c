// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse ab: two things measured in turns and held against each other while that goes on.
#include <string.h>

#include "cli/ab_request.h"
#include "cli/command.h"
#include "cli/options.h"
#include "common/base/err.h"

enum {
    KEY_A = 256,
    KEY_B,
    KEY_PHASE,
    KEY_OF,
    KEY_REFERENCE,
    KEY_SCENARIO,
    KEY_WORKLOAD,
    KEY_SHARED,
    KEY_STRICT,
    KEY_RESUME,
    KEY_RESUME_ANYWAY,
    KEY_AGENT_TEST,
    KEY_FIRST_SETTING, // and up: index into scenario_option_table
};

static const struct argp_option fixed_options[] = {
    {"a", KEY_A, "KEY=VALUE", 0,
     "what A is: a key of the scenario, as qemu=/usr/bin/qemu-system-x86_64; may be given again",
     0},
    {"b", KEY_B, "KEY=VALUE", 0, "what B is; a side without any is as the scenario says", 0},
    {"phase", KEY_PHASE, "a|b", 0,
     "measure one side now, and the other after a change that needs a reboot", 0},
    {"of", KEY_OF, "RUN", 0, "of --phase b: the run of phase A (default: the newest)", 0},
    {"reference", KEY_REFERENCE, "NAME[:VARIANT]", 0,
     "of --phase a: the native workload that should not change (default cpu)", 0},
    {"threshold", 't', "PERCENT", 0, "the smallest change that matters (3%)", 0},
    {"metrics", 'm', "LIST", 0, "judge these alone, as throughput,p99 (see 'list metrics')", 0},
    {"strict", KEY_STRICT, 0, 0, "exit 3 where something is undecided or missing", 0},
    {"format", 'f', "FORM", 0, "text, markdown, html, json, junit or github", 0},
    {"output", 'o', "FILE", 0, "write there (default: print); its suffix chooses the form", 0},
    {"json", 'j', 0, 0, "the same as --format json", 0},
    {"html", CONTRAST_KEY_HTML, "FILE", 0, "write HTML there, too", 0},
    {"markdown", CONTRAST_KEY_MARKDOWN, "FILE", 0, "write Markdown there, too", 0},
    {"junit", CONTRAST_KEY_JUNIT, "FILE", 0, "write JUnit XML there, too", 0},
    {"scenario", KEY_SCENARIO, "FILE", 0, "read a scenario (YAML); options win over it", 0},
    {"workload", KEY_WORKLOAD, "NAME[:VARIANT]", 0, "what guests do, as cpu, memory:triad", 0},
    {"shared-content", KEY_SHARED, 0, 0,
     "let guests fill memory alike, so that pages can be shared", 0},
    {"store", 's', "FILE", 0, "where runs are kept", 0},
    {"quiet", 'q', 0, 0, "no progress", 0},
    {"resume", KEY_RESUME, "RUN", OPTION_ARG_OPTIONAL,
     "go on with one that was killed or interrupted (a number, a label or latest)", 0},
    {"resume-anyway", KEY_RESUME_ANYWAY, 0, 0,
     "go on although host, kernel, hypervisor or fullhouse have changed", 0},
    {"agent-test", KEY_AGENT_TEST, "FAULT", OPTION_HIDDEN, "a fault for tests", 0},
};
enum { FIXED = sizeof fixed_options / sizeof *fixed_options };

// Options of a scenario that mean something else here. Those without a help are refused, and so
// not listed.
static const struct {
    const char *option, *help;
} own_words[] = {
    {"platform", "auto (default), native, container, kvm or tcg"},
    {"guests", "the two ends are what is measured, as 1..8"},
    {"densities", "guests at once, as 1,4,8 (default 1); each block has all of them once"},
    {"repeats", "blocks: looked at from MIN on, at most MAX (default 6..12)"},
    {"budget", "no block is begun that would end later, as 30m"},
    {"overcommit", NULL},
    {"interference", NULL},
    {"fault", NULL},
};
enum { OWN_WORDS = sizeof own_words / sizeof *own_words };

struct ab_arguments {
    struct ab_request request;
    struct err *err;
};

static error_t parse_scenario(int key, char *argument, struct ab_request *request)
{
    switch (key) {
    case KEY_SCENARIO:
        request->given.file = argument;
        return 0;
    case KEY_WORKLOAD:
        request->given.workload = argument;
        return 0;
    case KEY_SHARED:
        request->given.shared_content = true;
        return 0;
    default:
        if (key < KEY_FIRST_SETTING || key >= KEY_FIRST_SETTING + SCENARIO_OPTION_COUNT)
            return contrast_outputs_parse(key, argument, &request->outputs);
        request->given.values[key - KEY_FIRST_SETTING] = argument;
        return 0;
    }
}

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct ab_arguments *arguments = state->input;
    struct ab_request *request = &arguments->request;
    switch (key) {
    case KEY_A:
    case KEY_B:
        ab_request_add_setting(request, key == KEY_B, argument);
        return 0;
    case KEY_PHASE:
        request->phase = argument;
        return 0;
    case KEY_OF:
        request->of = argument;
        return 0;
    case KEY_REFERENCE:
        request->reference = argument;
        return 0;
    case 't':
        request->threshold = argument;
        return 0;
    case 'm':
        request->metrics = argument;
        return 0;
    case KEY_STRICT:
        request->strict = true;
        return 0;
    case 's':
        request->store = argument;
        return 0;
    case 'q':
        request->quiet = true;
        return 0;
    case KEY_RESUME:
        request->resume = argument ? argument : "latest";
        request->names_run = argument;
        return 0;
    case KEY_RESUME_ANYWAY:
        request->resume_anyway = true;
        return 0;
    case KEY_AGENT_TEST:
        request->agent_test = argument;
        return 0;
    case ARGP_KEY_ARG:
        if (!request->resume || request->names_run)
            return options_no_more(state, argument, arguments->err);
        request->resume = argument; // "--resume 12"
        request->names_run = true;
        return 0;
    default:
        return parse_scenario(key, argument, request);
    }
}

static const char *help_of(const struct scenario_option *option)
{
    for (int i = 0; i < OWN_WORDS; i++)
        if (strcmp(own_words[i].option, option->option) == 0)
            return own_words[i].help;
    return option->help;
}

static void list_options(struct argp_option options[FIXED + SCENARIO_OPTION_COUNT + 1])
{
    memcpy(options, fixed_options, sizeof fixed_options);
    for (int i = 0; i < SCENARIO_OPTION_COUNT; i++) {
        const char *help = help_of(&scenario_option_table[i]);
        options[FIXED + i] = (struct argp_option){
            .name = scenario_option_table[i].option,
            .key = KEY_FIRST_SETTING + i,
            .arg = scenario_option_table[i].argument,
            .flags = help ? 0 : OPTION_HIDDEN,
            .doc = help,
        };
    }
}

static int run_ab(int argc, char **argv)
{
    struct argp_option options[FIXED + SCENARIO_OPTION_COUNT + 1] = {0};
    list_options(options);
    const struct argp argp = {
        .options = options,
        .parser = parse_option,
        .doc = "Measures A and B in turns, A B then B A, block by block; looks after each block, "
               "and stops as soon as every judged figure is better, worse or the same, after "
               "--repeats (6..12) blocks or when --budget is spent. Without --densities one guest."
               "\vExit: 0 fine, 1 something is worse, 2 wrong use, 3 with --strict where something "
               "is undecided. Example: fullhouse ab --platform kvm --a machine=pc --b machine=q35 "
               "--workload cpu --densities 1,8",
    };
    struct err err = {0};
    struct ab_arguments arguments = {.err = &err};
    int code = EXIT_WRONG_USE;
    if (options_parse(&argp, argc, argv, &arguments, &err) == 0)
        code = ab_request_carry_out(&arguments.request, &err);
    ab_request_done(&arguments.request);
    return err.kind == ERR_NONE ? code : options_fail(&err);
}

const struct command command_ab = {
    .name = "ab",
    .help = "two things in turns: better, worse or the same, as soon as that is sure",
    .knows_runs = true,
    .run = run_ab,
};
