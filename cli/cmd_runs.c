// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse runs: what is in the store; shows and removes runs.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/listing.h"
#include "cli/open_store.h"
#include "cli/options.h"
#include "cli/output.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "reports/describe.h"
#include "reports/report.h"

static const struct argp_option options[] = {
    {"store", 's', "FILE", 0, "where runs are kept", 0},
    {"json", 'j', 0, 0, "for machines", 0},
    {0},
};

struct runs_arguments {
    const char *verb; // NULL: list
    const char **runs;
    size_t run_count;
    const char *store;
    bool json;
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct runs_arguments *arguments = state->input;
    switch (key) {
    case 's':
        arguments->store = argument;
        return 0;
    case 'j':
        arguments->json = true;
        return 0;
    case ARGP_KEY_ARG:
        if (!arguments->verb) {
            arguments->verb = argument;
            return 0;
        }
        arguments->runs =
            alloc_resized(arguments->runs, arguments->run_count + 1, sizeof *arguments->runs);
        arguments->runs[arguments->run_count++] = argument;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

// --- list ---------------------------------------------------------------------------------------

// People read "KVM, bare guest"; machines read the words of the store.
static void add_run(struct listing *listing, const struct run_record *run, bool json)
{
    char started[CLOCK_TEXT_SIZE];
    scope_free char *id = alloc_printf("%" PRId64, run->id);
    scope_free char *platform = describe_platform(run);
    const char *answer = *run->answer ? run->answer : run->reason;
    clock_format_utc(started, run->started_at_ns);
    if (json)
        listing_add(listing,
                    (const char *const[]){id, started, run->platform, run->guest_kind,
                                          run->emulated ? "yes" : "no", run->campaign, run->arm,
                                          record_state_name(run->state), run->label, answer});
    else
        listing_add(listing,
                    (const char *const[]){id, started, platform, record_state_name(run->state),
                                          run->label, answer});
}

static struct listing *new_listing(bool json)
{
    static const char *const columns[] = {"run", "started", "platform", "state", "label", "answer"};
    static const char *const members[] = {"run",      "started",  "platform", "guest_kind",
                                          "emulated", "campaign", "arm",      "state",
                                          "label",    "answer"};
    return json ? listing_new(members, sizeof members / sizeof *members)
                : listing_new(columns, sizeof columns / sizeof *columns);
}

static int list_runs(const struct runs_arguments *arguments, struct err *err)
{
    struct store *store;
    struct run_record *runs = NULL;
    size_t count = 0;
    int result = open_store(arguments->store, STORE_READ, &store, err);
    if (result < 0)
        return result;
    result = store_list_runs(store, &runs, &count, err);
    struct listing *listing = new_listing(arguments->json);
    for (size_t i = 0; i < count; i++) {
        add_run(listing, &runs[i], arguments->json);
        run_record_done(&runs[i]);
    }
    if (result == 0)
        listing_print(listing, arguments->json);
    listing_free(listing);
    free(runs);
    store_close(store);
    return result;
}

// --- show and remove ----------------------------------------------------------------------------

static int show_one(const struct runs_arguments *arguments, struct store *store, int64_t id,
                    struct err *err)
{
    struct document document = {0};
    int result = document_load(store, &id, 1, &document, err);
    if (result < 0)
        return result;
    result = output_report(&document, arguments->json ? &emitter_json : &emitter_text, NULL, err);
    document_done(&document);
    return result;
}

static int remove_one(const struct runs_arguments *arguments, struct store *store, int64_t id,
                      struct err *err)
{
    (void)arguments;
    int result = store_remove_run(store, id, err);
    if (result == 0)
        printf("removed run %" PRId64 "\n", id);
    return result;
}

static int for_each(const struct runs_arguments *arguments, enum store_mode mode,
                    int (*act)(const struct runs_arguments *arguments, struct store *store,
                               int64_t id, struct err *err),
                    struct err *err)
{
    struct store *store;
    if (arguments->run_count == 0)
        return err_input(err, "runs %s: which run? (a number, a label or latest)", arguments->verb);
    int result = open_store(arguments->store, mode, &store, err);
    if (result < 0)
        return result;
    // All are found before the first is touched: a slip of the pen removes nothing.
    scope_free int64_t *ids = alloc_zeroed(arguments->run_count, sizeof *ids);
    for (size_t i = 0; result == 0 && i < arguments->run_count; i++)
        result = store_find_run(store, arguments->runs[i], &ids[i], err);
    for (size_t i = 0; result == 0 && i < arguments->run_count; i++)
        result = act(arguments, store, ids[i], err);
    store_close(store);
    return result;
}

static int act(const struct runs_arguments *arguments, struct err *err)
{
    static const char *const verbs[] = {"list", "show", "remove"};
    const char *verb = arguments->verb ? arguments->verb : "list";
    if (strcmp(verb, "list") == 0 && arguments->run_count > 0)
        return err_input(err, "runs list takes no run; did you mean 'runs show %s'?",
                         arguments->runs[0]);
    if (strcmp(verb, "list") == 0)
        return list_runs(arguments, err);
    if (strcmp(verb, "show") == 0)
        return for_each(arguments, STORE_READ, show_one, err);
    if (strcmp(verb, "remove") == 0)
        return for_each(arguments, STORE_WRITE, remove_one, err);
    scope_free char *hint = nearest_hint(verb, verbs, sizeof verbs / sizeof *verbs);
    return err_input(err, "runs cannot '%s'%s", verb, hint);
}

static int run_runs(int argc, char **argv)
{
    const struct argp argp = {
        .options = options,
        .parser = parse_option,
        .args_doc = "[list | show RUN... | remove RUN...]",
        .doc =
            "Lists the runs in the store, shows some, or removes them. A RUN is a number, a label "
            "or latest.",
    };
    struct err err = {0};
    struct runs_arguments arguments = {0};
    if (options_parse(&argp, argc, argv, &arguments, &err) == 0)
        act(&arguments, &err);
    free(arguments.runs);
    return err.kind == ERR_NONE ? EXIT_FINE : options_fail(&err);
}

const struct command command_runs = {
    .name = "runs",
    .help = "list, show or remove what was measured",
    .knows_runs = true,
    .run = run_runs,
};
