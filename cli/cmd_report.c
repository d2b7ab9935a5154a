// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse report: runs from the store in one of the report's forms.
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/open_store.h"
#include "cli/options.h"
#include "cli/output.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "reports/report.h"

static const struct argp_option options[] = {
    {"format", 'f', "FORM", 0,
     "html, text, markdown, csv or json; one table alone: windows-csv, figures-csv, replay-csv, "
     "matrix-csv, curve-csv or telemetry-csv",
     0},
    {"output", 'o', "FILE", 0, "write there (default: print); its suffix chooses the form", 0},
    {"store", 's', "FILE", 0, "where runs are kept", 0},
    {"json", 'j', 0, 0, "the same as --format json", 0},
    {0},
};

struct report_arguments {
    const char *format, *output, *store;
    const char **runs; // numbers, labels or "latest"
    size_t run_count;
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct report_arguments *arguments = state->input;
    switch (key) {
    case 'f':
        arguments->format = argument;
        return 0;
    case 'o':
        arguments->output = argument;
        return 0;
    case 's':
        arguments->store = argument;
        return 0;
    case 'j':
        arguments->format = "json";
        return 0;
    case ARGP_KEY_ARG:
        arguments->runs =
            alloc_resized(arguments->runs, arguments->run_count + 1, sizeof *arguments->runs);
        arguments->runs[arguments->run_count++] = argument;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct emitter *choose_emitter(const struct report_arguments *arguments,
                                            struct err *err)
{
    if (arguments->format)
        return emitter_find(arguments->format, err);
    if (!arguments->output || strcmp(arguments->output, "-") == 0)
        return &emitter_text;
    const struct emitter *emitter = emitter_for_path(arguments->output);
    if (!emitter)
        err_input(err,
                  "%s: its suffix names no form of a report; say --format (see 'fullhouse list "
                  "forms')",
                  arguments->output);
    return emitter;
}

// The runs to report, each once.
struct selection {
    int64_t *ids;
    size_t count;
};

static void select_run(struct selection *selection, int64_t id)
{
    for (size_t i = 0; i < selection->count; i++)
        if (selection->ids[i] == id)
            return;
    selection->ids = alloc_resized(selection->ids, selection->count + 1, sizeof *selection->ids);
    selection->ids[selection->count++] = id;
}

static int select_word(struct selection *selection, struct store *store, const char *word,
                       struct err *err)
{
    scope_free int64_t *ids = NULL;
    size_t count = 0;
    int result = store_select_runs(store, word, &ids, &count, err);
    for (size_t i = 0; i < count; i++)
        select_run(selection, ids[i]);
    return result;
}

static int load(const struct report_arguments *arguments, struct store *store,
                struct document *document, struct err *err)
{
    static const char *const latest[] = {"latest"};
    size_t count = arguments->run_count ? arguments->run_count : 1;
    const char *const *words = arguments->run_count ? arguments->runs : latest;
    struct selection selection = {0};
    int result = 0;
    for (size_t i = 0; result == 0 && i < count; i++)
        result = select_word(&selection, store, words[i], err);
    if (result == 0)
        result = document_load(store, selection.ids, selection.count, document, err);
    free(selection.ids);
    return result;
}

static int write_report(const struct report_arguments *arguments, struct err *err)
{
    const struct emitter *emitter = choose_emitter(arguments, err);
    struct store *store;
    if (!emitter || output_check(arguments->output, err) < 0)
        return -EINVAL;
    int result = open_store(arguments->store, STORE_READ, &store, err);
    if (result < 0)
        return result;
    struct document document = {0};
    result = load(arguments, store, &document, err);
    if (result == 0)
        result = output_report(&document, emitter, arguments->output, err);
    document_done(&document);
    store_close(store);
    return result;
}

static int run_report(int argc, char **argv)
{
    const struct argp argp = {
        .options = options,
        .parser = parse_option,
        .args_doc = "[RUN...]",
        .doc =
            "Writes a report of the latest run, or of those named by number or label; several are "
            "put side by side, each of the others over the first. A label, and latest, stand for "
            "the whole campaign of a run that has one; its base is the native run.",
    };
    struct err err = {0};
    struct report_arguments arguments = {0};
    if (options_parse(&argp, argc, argv, &arguments, &err) == 0)
        write_report(&arguments, &err);
    free(arguments.runs);
    return err.kind == ERR_NONE ? EXIT_FINE : options_fail(&err);
}

const struct command command_report = {
    .name = "report",
    .help = "html, text, markdown, csv or json of a run, or of several side by side",
    .knows_runs = true,
    .run = run_report,
};
