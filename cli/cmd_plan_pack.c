// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse plan pack: how few hosts hold a fleet, how to get there, what it saves and risks.
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/command_line.h"
#include "cli/consolidation_output.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/pack_apply.h"
#include "cli/pack_plan.h"
#include "cli/plan_command.h"
#include "cli/plan_pack_settings.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "planner/consolidation/consolidation.h"
#include "reports/consolidation_report.h"

enum {
    KEY_HOSTS = 256,
    KEY_GUESTS,
    KEY_TRACES,
    KEY_CONNECT,
    KEY_TELEMETRY,
    KEY_AIM,
    KEY_SET,
    KEY_MOVES_MOST,
    KEY_ROLLING,
    KEY_SECONDS,
    KEY_THREADS,
    KEY_SEED,
    KEY_HTML,
    KEY_MOVES,
    KEY_APPLY,
    KEY_RESUME,
    KEY_JOURNAL,
};

static const struct argp_option options[] = {
    {0, 0, 0, 0,
     "What stands there (docs/pack-inputs.md), in place of what the plan's file says:", 1},
    {"hosts", KEY_HOSTS, "FILE", 0, "hosts, CSV; may be repeated, as the following", 1},
    {"guests", KEY_GUESTS, "FILE", 0, "guests and where they run, CSV", 1},
    {"traces", KEY_TRACES, "FILE|DIR", 0, "CPU use of guests over time", 1},
    {"connect", KEY_CONNECT, "URI", 0, "libvirt's, of a live host", 1},
    {"telemetry", KEY_TELEMETRY, "RUN", 0, "what collect watched: a number, a label or latest", 1},
    {0, 0, 0, 0, "What is wanted (docs/pack-file.md has all keys):", 2},
    {"aim", KEY_AIM, "AIM", 0, "fewest, cheapest, energy or moves", 2},
    {"set", KEY_SET, "KEY=VALUE", 0,
     "set any key of the plan, as memory.overcommit=1.2; may be repeated", 2},
    {"moves-most", KEY_MOVES_MOST, "N", 0, "guests that may move", 2},
    {"rolling", KEY_ROLLING, 0, 0, "each host is emptied, maintained, and filled again", 2},
    {0, 0, 0, 0, "How long to search:", 3},
    {"seconds", KEY_SECONDS, "S", 0, "at most; what is found then is the answer", 3},
    {"threads", KEY_THREADS, "N", 0, "that search (default: as many as there are CPUs)", 3},
    {"seed", KEY_SEED, "N", 0, "of its random numbers", 3},
    {0, 0, 0, 0, "Where to:", 4},
    {"format", 'f', "FORM", 0, "text, html, json, csv (moves) or hosts-csv", 4},
    {"output", 'o', "FILE", 0, "write there (default: print); its suffix chooses the form", 4},
    {"html", KEY_HTML, "FILE", 0, "also a page with figures", 4},
    {"json", 'j', 0, 0, "the same as --format json", 4},
    {"moves", KEY_MOVES, "N|all", 0, "moves that text lists (default: 20)", 4},
    {"store", 's', "FILE", 0, "where runs are kept", 4},
    {0, 0, 0, 0, "Carry it out (docs/pack-apply.md); nothing is moved without:", 5},
    {"apply", KEY_APPLY, 0, 0, "migrate, step by step, with a look at the hosts after each", 5},
    {"resume", KEY_RESUME, 0, 0, "go on with the moves of the journal; nothing is planned", 5},
    {"journal", KEY_JOURNAL, "FILE", 0, "where each step is noted (default: beside the plan)", 5},
    {0},
};

struct pack_arguments {
    struct pack_plan plan;
    const char *format, *output, *html, *journal;
    size_t moves_most;
    bool applies, resumes;
    struct err *err;
};

// The options that stand for one key of a plan each.
static const struct key_option {
    int key;
    const char *option, *setting;
} key_options[] = {
    {KEY_HOSTS, "--hosts", "hosts"},
    {KEY_GUESTS, "--guests", "guests"},
    {KEY_TRACES, "--traces", "traces"},
    {KEY_CONNECT, "--connect", "connect"},
    {KEY_TELEMETRY, "--telemetry", "telemetry"},
    {KEY_AIM, "--aim", "aim"},
    {KEY_MOVES_MOST, "--moves-most", "moves-most"},
    {KEY_SECONDS, "--seconds", "seconds"},
    {KEY_THREADS, "--threads", "threads"},
    {KEY_SEED, "--seed", "seed"},
    {0},
};

// --- words --------------------------------------------------------------------------------------

static error_t parse_moves(const char *text, size_t *ret_most, struct err *err)
{
    uint64_t count;
    if (strcmp(text, "all") == 0) {
        *ret_most = SIZE_MAX;
        return 0;
    }
    int result = units_parse_count(text, 1, UINT32_MAX, &count, err);
    if (result < 0) {
        err_prefix(err, "--moves (a number, or all)");
        return -result;
    }
    *ret_most = (size_t)count;
    return 0;
}

static error_t parse_apply(int key, char *argument, struct argp_state *state)
{
    struct pack_arguments *arguments = state->input;
    switch (key) {
    case KEY_APPLY:
        arguments->applies = true;
        return 0;
    case KEY_RESUME:
        arguments->resumes = true;
        return 0;
    case KEY_JOURNAL:
        arguments->journal = argument;
        return 0;
    case ARGP_KEY_ARG:
        if (arguments->plan.file)
            return options_no_more(state, argument, arguments->err);
        arguments->plan.file = argument;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t parse_place(int key, char *argument, struct argp_state *state)
{
    struct pack_arguments *arguments = state->input;
    switch (key) {
    case 'f':
        arguments->format = argument;
        return 0;
    case 'o':
        arguments->output = argument;
        return 0;
    case KEY_HTML:
        arguments->html = argument;
        return 0;
    case 'j':
        arguments->format = "json";
        return 0;
    case KEY_MOVES:
        return parse_moves(argument, &arguments->moves_most, arguments->err);
    case 's':
        arguments->plan.store = argument;
        return 0;
    default:
        return parse_apply(key, argument, state);
    }
}

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct pack_arguments *arguments = state->input;
    struct plan_pack_settings *settings = &arguments->plan.settings;
    for (const struct key_option *known = key_options; known->option; known++)
        if (known->key == key) {
            plan_pack_settings_add(settings, known->option, known->setting, argument);
            return 0;
        }
    switch (key) {
    case KEY_SET:
        return -plan_pack_settings_pair(settings, "--set", argument, arguments->err);
    case KEY_ROLLING:
        plan_pack_settings_add(settings, "--rolling", "moves.rolling", "yes");
        return 0;
    default:
        return parse_place(key, argument, state);
    }
}

static int check_outputs(const struct pack_arguments *arguments, struct err *err)
{
    if (output_check(arguments->output, err) < 0 || output_check(arguments->html, err) < 0)
        return -EINVAL;
    return 0;
}

// --- what comes of it ---------------------------------------------------------------------------

static int write_reports(const struct pack_arguments *arguments,
                         const struct consolidation_form *form,
                         const struct consolidation_report *report, struct err *err)
{
    int result = consolidation_output(report, form, arguments->output, err);
    if (result == 0 && arguments->html)
        result = consolidation_output(report, &consolidation_form_html, arguments->html, err);
    return result;
}

static int apply(const struct pack_arguments *arguments, const struct consolidation *consolidation,
                 struct err *err)
{
    scope_free char *journal = arguments->journal ? alloc_copy(arguments->journal)
                                                  : pack_apply_journal(arguments->plan.file);
    if (!arguments->applies || consolidation->moves.count == 0)
        return 0;
    return pack_apply(consolidation, journal, err);
}

// The best so far is shown, but nothing is moved by it and nobody takes it for the whole answer.
static int finish(const struct pack_arguments *arguments, const struct consolidation_form *form,
                  const struct consolidation_report *report, struct err *err)
{
    bool was_interrupted = interrupt_pending();
    int result = write_reports(arguments, form, report, err);
    if (result < 0)
        return result;
    if (was_interrupted)
        return err_interrupted(err);
    return apply(arguments, report->consolidation, err);
}

static int plan_and_report(struct pack_arguments *arguments, const char *command,
                           const struct consolidation_form *form, struct err *err)
{
    struct request request;
    struct consolidation consolidation;
    request_init(&request);
    int result = pack_plan_make(&arguments->plan, &request, &consolidation, err);
    if (result == 0) {
        struct consolidation_report report = {&consolidation, command, arguments->moves_most};
        result = finish(arguments, form, &report, err);
        result = result < 0 ? result : consolidation_is_whole(&consolidation);
        consolidation_done(&consolidation);
    }
    request_done(&request);
    return result;
}

static int resume(const struct pack_arguments *arguments, struct err *err)
{
    if (arguments->applies)
        return err_input(err, "--resume goes on with a journal, --apply begins one: say one of "
                              "them");
    if (!arguments->journal && !arguments->plan.file)
        return err_input(err, "--resume: which --journal FILE?");
    scope_free char *journal = arguments->journal ? alloc_copy(arguments->journal)
                                                  : pack_apply_journal(arguments->plan.file);
    return pack_resume(journal, err);
}

// 1 with a whole plan, 0 when a guest has no place or cannot get to it, else negative.
static int pack(struct pack_arguments *arguments, const char *command, struct err *err)
{
    if (arguments->resumes)
        return resume(arguments, err) < 0 ? -EINVAL : 1;
    if (arguments->journal && !arguments->applies)
        return err_input(err, "--journal is for --apply or --resume");
    const struct consolidation_form *form =
        consolidation_output_form(arguments->format, arguments->output, err);
    if (!form || check_outputs(arguments, err) < 0)
        return -EINVAL;
    scope_free char *journal = arguments->journal ? alloc_copy(arguments->journal)
                                                  : pack_apply_journal(arguments->plan.file);
    if (arguments->applies && pack_apply_check(journal, err) < 0)
        return -EINVAL;
    return plan_and_report(arguments, command, form, err);
}

static int run_pack(int argc, char **argv)
{
    const struct argp argp = {
        .options = options,
        .parser = parse_option,
        .args_doc = "[PLAN.yaml]",
        .doc = "How few hosts hold a fleet, at what risk, and in which order to move what: every "
               "state on the way within room and rules.",
    };
    struct err err = {0};
    struct pack_arguments arguments = {.err = &err};
    scope_free char *command = command_line_of(argc, (const char *const *)argv);
    int result = options_parse(&argp, argc, argv, &arguments, &err);
    if (result == 0)
        result = pack(&arguments, command, &err);
    plan_pack_settings_done(&arguments.plan.settings);
    if (err.kind != ERR_NONE)
        return options_fail(&err);
    return result > 0 ? EXIT_FINE : EXIT_NOT_GOOD_ENOUGH;
}

const struct plan_command plan_command_pack = {
    .name = "pack",
    .help = "how few hosts do, at what risk, and how to get there",
    .run = run_pack,
};
