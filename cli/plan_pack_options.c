// SPDX-License-Identifier: GPL-3.0-or-later
// The options of `plan pack`, and what each says.
#include "cli/plan_pack_options.h"

#include <stdint.h>
#include <string.h>

#include "cli/options.h"
#include "common/base/err.h"
#include "common/base/units.h"

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
    KEY_SCRIPT,
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
    {"format", 'f', "FORM", 0, "text, html, json, csv (moves), hosts-csv or script", 4},
    {"output", 'o', "FILE", 0, "write there (default: print); its suffix chooses the form", 4},
    {"html", KEY_HTML, "FILE", 0, "also a page with figures", 4},
    {"script", KEY_SCRIPT, "FILE", 0, "also the moves as a script of virsh commands", 4},
    {"json", 'j', 0, 0, "the same as --format json", 4},
    {"moves", KEY_MOVES, "N|all", 0, "moves that text lists (default: 20)", 4},
    {"store", 's', "FILE", 0, "where runs are kept", 4},
    {0, 0, 0, 0, "Carry it out (docs/pack-apply.md); nothing is moved without:", 5},
    {"apply", KEY_APPLY, 0, 0, "migrate, step by step, with a look at the hosts after each", 5},
    {"resume", KEY_RESUME, 0, 0, "go on with the moves of the journal; nothing is planned", 5},
    {"journal", KEY_JOURNAL, "FILE", 0, "where each step is noted (default: beside the plan)", 5},
    {0},
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
    case KEY_SCRIPT:
        arguments->script = argument;
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

const struct argp plan_pack_argp = {
    .options = options,
    .parser = parse_option,
    .args_doc = "[PLAN.yaml]",
    .doc = "How few hosts hold a fleet, at what risk, and in which order to move what: every state "
           "on the way within room and rules.",
};
