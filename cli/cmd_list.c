// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse list: what this build has: workloads, metrics, platforms, sources, report forms, keys
// of a plan.
#include <stdio.h>
#include <string.h>

#include "bench/platform.h"
#include "cli/command.h"
#include "cli/listing.h"
#include "cli/metric_list.h"
#include "cli/metric_print.h"
#include "cli/options.h"
#include "cli/plan_key_print.h"
#include "cli/source_print.h"
#include "collector/procfs.h"
#include "collector/source.h"
#include "collector/watch.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/metric.h"
#include "reports/emitter.h"
#include "workloads/linux/workload_table.h"

static const char *const keys[] = {"kind", "name", "help"};

static void add(struct listing *listing, const char *kind, const char *name, const char *help)
{
    listing_add(listing, (const char *const[]){kind, name, help});
}

static void list_workloads(struct listing *listing)
{
    for (size_t i = 0; workload_at(i); i++)
        for (size_t j = 0; j < workload_at(i)->variant_count; j++) {
            const struct workload_variant *variant = &workload_at(i)->variants[j];
            scope_free char *name = alloc_printf("%s:%s", workload_at(i)->name, variant->name);
            add(listing, "workload", name, variant->operation);
        }
}

static void list_options(struct listing *listing)
{
    for (size_t i = 0; workload_at(i); i++)
        for (size_t j = 0; j < workload_at(i)->option_count; j++) {
            const struct workload_option *option = &workload_at(i)->options[j];
            scope_free char *name =
                alloc_printf("%s %s=%s", workload_at(i)->name, option->name, option->fallback);
            add(listing, "option", name, option->help);
        }
}

static void list_metrics(struct listing *listing)
{
    struct metric_list list;
    metric_list_init(&list);
    for (size_t i = 0; i < list.count; i++)
        add(listing, "metric", list.metrics[i].name, list.metrics[i].definition);
    metric_list_done(&list);
}

static void list_platforms(struct listing *listing)
{
    add(listing, "platform", "auto",
        "KVM when a booted guest proves it, else emulation, said aloud");
    for (const struct platform_ops *const *ops = platform_table; *ops; ops++)
        add(listing, "platform", (*ops)->name, (*ops)->help);
}

static void list_sources(struct listing *listing)
{
    for (size_t i = 0; source_table[i]; i++)
        add(listing, "source", source_table[i]->name, source_table[i]->help);
}

static void add_plan_key(void *context, const char *key, const char *unit, const char *fallback,
                         const char *help)
{
    (void)unit;
    (void)fallback;
    add(context, "plan key", key, help);
}

static void list_plan_keys(struct listing *listing)
{
    plan_key_rows(add_plan_key, listing);
}

static void add_pack_key(void *context, const char *key, const char *unit, const char *fallback,
                         const char *help)
{
    (void)unit;
    (void)fallback;
    add(context, "pack key", key, help);
}

static void list_pack_keys(struct listing *listing)
{
    pack_key_rows(add_pack_key, listing);
}

static void list_forms(struct listing *listing)
{
    for (size_t i = 0; i < emitter_count; i++)
        add(listing, "form", emitters[i]->name, emitters[i]->help);
}

// The word on the command line beside what it lists.
static const struct {
    const char *word;
    void (*list)(struct listing *listing);
} kinds[] = {
    {"workloads", list_workloads}, {"options", list_options},     {"metrics", list_metrics},
    {"platforms", list_platforms}, {"sources", list_sources},     {"forms", list_forms},
    {"plan-keys", list_plan_keys}, {"pack-keys", list_pack_keys},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

static const struct argp_option options[] = {
    {"json", 'j', 0, 0, "for machines", 0},
    {"markdown", 'm', 0, 0, "metrics, sources, plan-keys, pack-keys: the table of docs/", 0},
    {0},
};

struct list_arguments {
    const char *word; // NULL: everything
    bool json;
    bool markdown;
    struct err *err;
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct list_arguments *arguments = state->input;
    switch (key) {
    case 'j':
        arguments->json = true;
        return 0;
    case 'm':
        arguments->markdown = true;
        return 0;
    case ARGP_KEY_ARG:
        if (arguments->word)
            return options_no_more(state, argument, arguments->err);
        arguments->word = argument;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static bool is_word(const struct list_arguments *arguments, const char *word)
{
    return arguments->word && strcmp(arguments->word, word) == 0;
}

static int check_word(const char *word, struct err *err)
{
    const char *words[KINDS];
    for (size_t i = 0; i < KINDS; i++) {
        words[i] = kinds[i].word;
        if (!word || strcmp(word, kinds[i].word) == 0)
            return 0;
    }
    scope_free char *hint = nearest_hint(word, words, KINDS);
    return err_input(err, "nothing called '%s' to list%s", word, hint);
}

static int check_arguments(const struct list_arguments *arguments, struct err *err)
{
    int r = check_word(arguments->word, err);
    bool has_markdown = is_word(arguments, "metrics") || is_word(arguments, "sources") ||
                        is_word(arguments, "plan-keys") || is_word(arguments, "pack-keys");
    if (r == 0 && arguments->markdown && (!has_markdown || arguments->json))
        r = err_input(
            err,
            "--markdown is a form of 'list metrics', 'list sources', 'list plan-keys' and 'list "
            "pack-keys' alone");
    return r;
}

// Metrics asked for alone come with all that is known of them.
static void print_metrics(const struct list_arguments *arguments)
{
    scope_strbuf struct strbuf out = {0};
    struct metric_list list;
    metric_list_init(&list);
    if (arguments->json)
        metric_print_json(&list, &out);
    else if (arguments->markdown)
        metric_print_markdown(&list, &out);
    else
        metric_print_text(&list, &out);
    metric_list_done(&list);
    fputs(strbuf_text(&out), stdout);
}

// Sources asked for alone are looked for on this host.
static void print_sources(const struct list_arguments *arguments)
{
    static const struct procfs this_host = {.root = ""};
    scope_strbuf struct strbuf out = {0};
    struct watch *watch = watch_new(&(struct watch_options){.procfs = &this_host});
    if (arguments->json)
        source_print_json(watch, &out);
    else if (arguments->markdown)
        source_print_markdown(&out);
    else
        source_print_text(watch, &out);
    watch_free(watch);
    fputs(strbuf_text(&out), stdout);
}

static void add_plan_row(void *context, const char *key, const char *unit, const char *fallback,
                         const char *help)
{
    listing_add(context, (const char *const[]){key, unit, fallback, help});
}

// Keys of a plan asked for alone come with their units and defaults.
static void print_keys(const struct list_arguments *arguments, plan_key_rows_fn *rows)
{
    static const char *const columns[] = {"key", "unit", "default", "meaning"};
    scope_strbuf struct strbuf out = {0};
    if (arguments->markdown) {
        plan_key_print_markdown(rows, &out);
        fputs(strbuf_text(&out), stdout);
        return;
    }
    struct listing *listing = listing_new(columns, sizeof columns / sizeof *columns);
    rows(add_plan_row, listing);
    listing_print(listing, arguments->json);
    listing_free(listing);
}

static void print_listing(const struct list_arguments *arguments)
{
    struct listing *listing = listing_new(keys, sizeof keys / sizeof *keys);
    for (size_t i = 0; i < KINDS; i++)
        if (!arguments->word || strcmp(arguments->word, kinds[i].word) == 0)
            kinds[i].list(listing);
    listing_print(listing, arguments->json);
    listing_free(listing);
}

static int run_list(int argc, char **argv)
{
    const struct argp argp = {
        .options = options,
        .parser = parse_option,
        .args_doc = "[workloads|options|metrics|platforms|sources|forms]\n"
                    "[plan-keys|pack-keys]",
        .doc = "Lists what this build has.",
    };
    struct err err = {0};
    struct list_arguments arguments = {.err = &err};
    if (options_parse(&argp, argc, argv, &arguments, &err) < 0 ||
        check_arguments(&arguments, &err) < 0)
        return options_fail(&err);
    if (is_word(&arguments, "metrics"))
        print_metrics(&arguments);
    else if (is_word(&arguments, "sources"))
        print_sources(&arguments);
    else if (is_word(&arguments, "plan-keys"))
        print_keys(&arguments, plan_key_rows);
    else if (is_word(&arguments, "pack-keys"))
        print_keys(&arguments, pack_key_rows);
    else
        print_listing(&arguments);
    return EXIT_FINE;
}

const struct command command_list = {
    .name = "list",
    .help =
        "workloads, metrics, platforms, sources of telemetry, forms of a report, keys of a plan",
    .run = run_list,
};
