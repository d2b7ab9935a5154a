// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse plan buy: from measured curves, a price list and a demand to a purchase.
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/command_line.h"
#include "cli/open_store.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/patience.h"
#include "cli/plan_buy_settings.h"
#include "cli/plan_command.h"
#include "cli/purchase_output.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "planner/demand/demand_telemetry.h"
#include "planner/plan/plan.h"
#include "planner/purchase/purchase.h"
#include "reports/purchase_report.h"

enum {
    KEY_CATALOGUE = 256,
    KEY_SHA256,
    KEY_RUN,
    KEY_GUESTS,
    KEY_GROWTH,
    KEY_SEED,
    KEY_DRAWS,
    KEY_HTML
};

static const struct argp_option options[] = {
    {0, 0, 0, 0, "The plan (docs/plan-file.md has all its keys):", 1},
    {"catalogue", KEY_CATALOGUE, "FILE|URL", 0, "servers that can be bought, CSV or YAML", 1},
    {"catalogue-sha256", KEY_SHA256, "HEX", 0, "checksum that it must have", 1},
    {"years", 'y', "N", 0, "that are paid for", 1},
    {"what-if", 'w', "KEY=VALUE", 0,
     "set any key of the plan, as energy.price=0.45 or guests.web.count=900; may be repeated", 1},
    {0, 0, 0, 0, "Without a file, guests all alike:", 2},
    {"run", KEY_RUN, "WORD", 0, "that measured them: a number, a label or latest", 2},
    {"guests", KEY_GUESTS, "N", 0, "how many there are today", 2},
    {"growth", KEY_GROWTH, "SHARE", 0, "more of them each year, as 20%", 2},
    {0, 0, 0, 0, "How sure:", 3},
    {"draws", KEY_DRAWS, "N", 0, "of the Monte Carlo simulation", 3},
    {"seed", KEY_SEED, "N", 0, "of its random numbers: the same seed gives the same plan", 3},
    {0, 0, 0, 0, "Where to:", 4},
    {"format", 'f', "FORM", 0, "text, html, json or csv", 4},
    {"output", 'o', "FILE", 0, "write there (default: print); its suffix chooses the form", 4},
    {"html", KEY_HTML, "FILE", 0, "also a page with figures", 4},
    {"json", 'j', 0, 0, "the same as --format json", 4},
    {"store", 's', "FILE", 0, "where runs are kept", 4},
    {0},
};

struct buy_arguments {
    const char *plan, *format, *output, *html, *store;
    struct plan_buy_settings settings;
    struct err *err;
};

// The options that stand for one key of a plan each.
static const struct key_option {
    int key;
    const char *option, *setting;
} key_options[] = {
    {KEY_CATALOGUE, "--catalogue", "catalogue"},
    {KEY_SHA256, "--catalogue-sha256", "catalogue-sha256"},
    {'y', "--years", "horizon.years"},
    {KEY_SEED, "--seed", "seed"},
    {KEY_DRAWS, "--draws", "draws"},
    {0},
};

static error_t parse_place(int key, char *argument, struct argp_state *state)
{
    struct buy_arguments *arguments = state->input;
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
    case 's':
        arguments->store = argument;
        return 0;
    case ARGP_KEY_ARG:
        if (arguments->plan)
            return options_no_more(state, argument, arguments->err);
        arguments->plan = argument;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct buy_arguments *arguments = state->input;
    struct plan_buy_settings *settings = &arguments->settings;
    for (const struct key_option *known = key_options; known->option; known++)
        if (known->key == key) {
            plan_buy_settings_add(settings, known->option, known->setting, argument);
            return 0;
        }
    switch (key) {
    case 'w':
        return -plan_buy_settings_what_if(settings, argument, arguments->err);
    case KEY_RUN:
        settings->run = argument;
        return 0;
    case KEY_GUESTS:
        settings->guests = argument;
        return 0;
    case KEY_GROWTH:
        settings->growth = argument;
        return 0;
    default:
        return parse_place(key, argument, state);
    }
}

// --- the plan -----------------------------------------------------------------------------------

static bool needs_store(const struct plan *plan)
{
    bool needs = plan->telemetry_run != NULL;
    for (size_t i = 0; i < plan->demand.count; i++)
        needs |= plan->demand.list[i].run != NULL;
    for (size_t i = 0; i < plan->catalogue.count; i++)
        needs |= plan->catalogue.models[i].runs != NULL;
    return needs;
}

static int read_runs(struct store *store, struct plan *plan, struct curves *curves, struct err *err)
{
    int result = 0;
    if (plan->telemetry_run)
        result = demand_telemetry_read(store, plan->telemetry_run, &plan->telemetry_growth,
                                       &plan->demand, err);
    if (result == 0)
        result = curves_read_plan(store, plan, curves, err);
    if (result == 0)
        curves_complete_demand(curves, &plan->demand);
    return result;
}

// The file, what was said beside it, and what the store knows.
static int read_plan(const struct buy_arguments *arguments, struct plan *ret_plan,
                     struct curves *curves, struct err *err)
{
    const struct plan_buy_settings *settings = &arguments->settings;
    struct store *store;
    int result = plan_read(arguments->plan, (const char *const *)settings->list, settings->count,
                           ret_plan, err);
    if (result < 0) {
        options_blame_path(err);
        plan_buy_settings_blame(settings, err);
        return result;
    }
    if (needs_store(ret_plan)) {
        result = open_store(arguments->store, STORE_READ, &store, err);
        if (result == 0) {
            result = read_runs(store, ret_plan, curves, err);
            store_close(store);
        }
    }
    if (result == 0)
        result = plan_check(ret_plan, err);
    if (result < 0)
        plan_buy_settings_blame(settings, err);
    return result;
}

static int purchase_of_plan(const struct plan *plan, struct curves *curves,
                            struct purchase *ret_purchase, struct err *err)
{
    scope_free char *words = alloc_printf("planning with %zu models, %" PRIu32 " draws",
                                          plan->catalogue.count, plan->draws);
    struct patience *patience = patience_begin(words);
    int result = purchase_of(plan, curves, ret_purchase, err);
    patience_end(patience);
    return result;
}

// --- the report ---------------------------------------------------------------------------------

static int report(const struct buy_arguments *arguments, const struct purchase_form *form,
                  const struct purchase_report *purchase, struct err *err)
{
    int result = purchase_output(purchase, form, arguments->output, err);
    if (result == 0 && arguments->html)
        result = purchase_output(purchase, &purchase_form_html, arguments->html, err);
    return result;
}

static int plan_and_report(const struct buy_arguments *arguments, const char *command,
                           const struct purchase_form *form, struct err *err)
{
    struct plan plan;
    struct curves curves = {0};
    struct purchase purchase = {0};
    bool is_possible = false;
    plan_init(&plan);
    int result = read_plan(arguments, &plan, &curves, err);
    if (result == 0)
        result = purchase_of_plan(&plan, &curves, &purchase, err);
    if (result == 0) {
        result = report(arguments, form, &(struct purchase_report){&purchase, command}, err);
        is_possible = purchase_is_possible(&purchase);
        purchase_done(&purchase);
    }
    curves_done(&curves);
    plan_done(&plan);
    return result < 0 ? result : is_possible;
}

// 1 with a plan, 0 when no model can hold the demand, else negative.
static int buy(struct buy_arguments *arguments, const char *command, struct err *err)
{
    const struct purchase_form *form =
        purchase_output_form(arguments->format, arguments->output, err);
    if (!form || plan_buy_settings_guests(&arguments->settings, arguments->plan, err) < 0 ||
        output_check(arguments->output, err) < 0 || output_check(arguments->html, err) < 0)
        return -EINVAL;
    return plan_and_report(arguments, command, form, err);
}

static int run_buy(int argc, char **argv)
{
    const struct argp argp = {
        .options = options,
        .parser = parse_option,
        .args_doc = "[PLAN.yaml]",
        .doc = "Which server, how many, what it costs, how sure that is: from curves that were "
               "measured, a price list, and guests that will run for years.",
    };
    struct err err = {0};
    struct buy_arguments arguments = {.err = &err};
    scope_free char *command = command_line_of(argc, (const char *const *)argv);
    int result = options_parse(&argp, argc, argv, &arguments, &err);
    if (result == 0)
        result = buy(&arguments, command, &err);
    plan_buy_settings_done(&arguments.settings);
    if (err.kind != ERR_NONE)
        return options_fail(&err);
    return result > 0 ? EXIT_FINE : EXIT_NOT_GOOD_ENOUGH;
}

const struct plan_command plan_command_buy = {
    .name = "buy",
    .help = "which server, how many, what it costs, how sure that is",
    .run = run_buy,
};
