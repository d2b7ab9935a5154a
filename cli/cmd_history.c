// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse history: every metric of a label's runs, night after night, and where it changed.
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/command.h"
#include "cli/history_output.h"
#include "cli/open_store.h"
#include "cli/options.h"
#include "cli/output.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "compare/history.h"
#include "reports/compare/history_report.h"

enum {
    KEY_SINCE = 256,
    KEY_LIKE,
    KEY_ACCEPT,
    KEY_FAIL_ON,
    KEY_LEAST,
    KEY_SIGNIFICANCE,
    KEY_HTML,
    KEY_JUNIT,
    KEY_MARKDOWN,
};

static const struct argp_option options[] = {
    {"metric", 'm', "NAME,...", 0, "these alone; all: what is told, not judged, too", 0},
    {"guests", 'g', "N", 0, "at this density alone", 0},
    {"threshold", 't', "SHARE", 0, "the smallest change that matters (3%)", 0},
    {"fail-on", KEY_FAIL_ON, "WHAT", 0,
     "exit 1 where a series is worse: regression; unlike: also where its last runs are", 0},
    {"accept", KEY_ACCEPT, "RUN", 0,
     "changes up to this run (or latest) are meant so, from now on; kept in the store", 0},
    {"since", KEY_SINCE, "RUN|DATE", 0, "look at no older runs", 0},
    {"like", KEY_LIKE, "RUN", 0, "runs that may be held against this one (default: the newest)", 0},
    {"least", KEY_LEAST, "RUNS", 0, "on either side of a change at least (5)", 0},
    {"significance", KEY_SIGNIFICANCE, "SHARE", 0, "of changes, over all series (5%)", 0},
    {"format", 'f', "FORM", 0, "text, markdown, html, json, csv, junit or github", 0},
    {"output", 'o', "FILE", 0, "write there (default: print); its suffix chooses the form", 0},
    {"html", KEY_HTML, "FILE", 0, "write the page there, too", 0},
    {"junit", KEY_JUNIT, "FILE", 0, "write JUnit's XML there, too", 0},
    {"markdown", KEY_MARKDOWN, "FILE", 0, "write Markdown there, too", 0},
    {"json", 'j', 0, 0, "the same as --format json", 0},
    {"store", 's', "FILE", 0, "where runs are kept", 0},
    {0},
};

enum { EXTRAS = 3 };

struct history_arguments {
    const char *label, *metric, *store, *format, *output, *accept, *since, *like;
    const char *extras[EXTRAS]; // files of html, junit, markdown
    struct history_options options;
    struct history_window window;
    bool fails_on_regression, fails_on_unlike;
    struct err *err;
};

static const struct history_form *const extra_forms[EXTRAS] = {
    &history_form_html, &history_form_junit, &history_form_markdown};

// --- options ------------------------------------------------------------------------------------

static int set_count(const char *name, const char *text, uint64_t min, uint64_t max,
                     uint64_t *ret_count, struct err *err)
{
    int result = units_parse_count(text, min, max, ret_count, err);
    return result < 0 ? err_prefix(err, "%s", name) : 0;
}

// More than none, less than all.
static int set_share(const char *name, const char *text, double *ret_share, struct err *err)
{
    double share = 0;
    if (units_parse_share(text, &share, err) < 0)
        return err_prefix(err, "%s", name);
    if (share <= 0 || share >= 1)
        return err_input(err, "%s: %s: a share above 0 and below 100%% is wanted, as 3%%", name,
                         text);
    *ret_share = share;
    return 0;
}

static int set_fail_on(struct history_arguments *arguments, const char *text)
{
    static const char *const words[] = {"regression", "unlike"};
    arguments->fails_on_regression = true;
    if (strcmp(text, "regression") == 0)
        return 0;
    if (strcmp(text, "unlike") == 0) {
        arguments->fails_on_unlike = true;
        return 0;
    }
    scope_free char *hint = nearest_hint(text, words, sizeof words / sizeof *words);
    return err_input(arguments->err, "--fail-on: '%s' is nothing to fail on%s", text, hint);
}

static int set_number(struct history_arguments *arguments, int key, const char *text)
{
    uint64_t count = 0;
    int result = 0;
    switch (key) {
    case 'g':
        result = set_count("--guests", text, 1, UINT32_MAX, &count, arguments->err);
        arguments->options.guests = (uint32_t)count;
        return result;
    case KEY_LEAST:
        result = set_count("--least", text, HISTORY_LEAST_MIN, HISTORY_LEAST_MAX, &count,
                           arguments->err);
        arguments->options.segment_least = (size_t)count;
        return result;
    case 't':
        return set_share("--threshold", text, &arguments->options.threshold, arguments->err);
    default:
        return set_share("--significance", text, &arguments->options.significance, arguments->err);
    }
}

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct history_arguments *arguments = state->input;
    switch (key) {
    case 'm':
        arguments->metric = argument;
        return 0;
    case 's':
        arguments->store = argument;
        return 0;
    case 'f':
        arguments->format = argument;
        return 0;
    case 'j':
        arguments->format = "json";
        return 0;
    case 'o':
        arguments->output = argument;
        return 0;
    case KEY_ACCEPT:
        arguments->accept = argument;
        return 0;
    case KEY_SINCE:
        arguments->since = argument;
        return 0;
    case KEY_LIKE:
        arguments->like = argument;
        return 0;
    case KEY_HTML:
    case KEY_JUNIT:
    case KEY_MARKDOWN:
        arguments->extras[key - KEY_HTML] = argument;
        return 0;
    case KEY_FAIL_ON:
        return -set_fail_on(arguments, argument);
    case 'g':
    case 't':
    case KEY_LEAST:
    case KEY_SIGNIFICANCE:
        return -set_number(arguments, key, argument);
    case ARGP_KEY_ARG:
        if (arguments->label)
            return options_no_more(state, argument, arguments->err);
        arguments->label = argument;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

// --- which runs ---------------------------------------------------------------------------------

static bool is_number(const char *word)
{
    return *word && word[strspn(word, "0123456789")] == '\0' && strlen(word) < 19;
}

// "2026-11-25", or with a time of day, UTC. 0 or -EINVAL.
static int parse_date(const char *text, int64_t *ret_ns)
{
    static const char *const formats[] = {"%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M"};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct tm date = {0};
        const char *end = strptime(text, formats[i], &date);
        time_t seconds = end && !*end ? timegm(&date) : -1;
        if (seconds < 0 || seconds > INT64_MAX / 1000000000)
            continue;
        *ret_ns = (int64_t)seconds * 1000000000;
        return 0;
    }
    return -EINVAL;
}

static int read_since(struct history_window *window, const char *since, struct store *store,
                      struct err *err)
{
    if (!is_number(since) && parse_date(since, &window->since_ns) < 0)
        return err_input(err, "--since: '%s' is neither a run's number nor a date as 2026-11-25",
                         since);
    if (is_number(since) && store_find_run(store, since, &window->since_id, err) < 0)
        return err_prefix(err, "--since");
    return 0;
}

static int read_window(struct history_arguments *arguments, struct store *store, struct err *err)
{
    struct history_window *window = &arguments->window;
    int result = 0;
    if (arguments->since)
        result = read_since(window, arguments->since, store, err);
    if (result == 0 && arguments->like &&
        store_find_run(store, arguments->like, &window->like_id, err) < 0)
        result = err_prefix(err, "--like");
    return result;
}

// Of that label: the mark on another's run would be found by nobody.
static int accept_run(const struct history_arguments *arguments, struct store *store,
                      const struct history_runs *runs, struct err *err)
{
    const char *word = arguments->accept;
    int64_t id = 0;
    if (strcmp(word, "latest") == 0)
        id = runs->list[runs->count - 1].record.id;
    else if (is_number(word))
        id = strtoll(word, NULL, 10);
    else
        return err_input(err, "--accept: '%s' is no run's number, nor latest", word);
    for (size_t i = 0; i < runs->count; i++)
        if (runs->list[i].record.id == id)
            return history_runs_accept(store, id, err);
    return err_input(err, "--accept: run %" PRId64 " is none of '%s' that are looked at", id,
                     runs->label);
}

static int load(struct history_arguments *arguments, struct history_runs *runs, struct err *err)
{
    struct store *store;
    int result =
        open_store(arguments->store, arguments->accept ? STORE_WRITE : STORE_READ, &store, err);
    if (result < 0)
        return result;
    result = read_window(arguments, store, err);
    if (result == 0)
        result = history_runs_load(store, arguments->label, &arguments->window, runs, err);
    if (result == 0 && arguments->accept) {
        result = accept_run(arguments, store, runs, err);
        if (result == 0)
            result =
                store_find_event(store, runs->label, HISTORY_ACCEPTED, &runs->accepted_id, err);
        if (result < 0)
            history_runs_done(runs);
    }
    store_close(store);
    return result;
}

// --- metrics ------------------------------------------------------------------------------------

// Names between commas, in text that is cut up for it.
static const char **split_metrics(char *text, struct history_options *given)
{
    const char **names = NULL;
    char *rest = NULL;
    size_t count = 0;
    for (char *name = strtok_r(text, ",", &rest); name; name = strtok_r(NULL, ",", &rest)) {
        if (strcmp(name, "all") == 0) {
            given->all_measures = true;
            continue;
        }
        names = alloc_resized(names, count + 1, sizeof *names);
        names[count++] = name;
    }
    given->measures = names;
    given->measure_count = count;
    return names;
}

// --- all of it ----------------------------------------------------------------------------------

static int write_forms(const struct history_arguments *arguments, const struct history *history,
                       const struct history_form *form, struct err *err)
{
    const struct history_report report = {history};
    int result = history_output(&report, form, arguments->output, err);
    for (int i = 0; result == 0 && i < EXTRAS; i++)
        if (arguments->extras[i])
            result = history_output(&report, extra_forms[i], arguments->extras[i], err);
    return result;
}

static int check_outputs(const struct history_arguments *arguments, struct err *err)
{
    int result = output_check(arguments->output, err);
    for (int i = 0; result == 0 && i < EXTRAS; i++)
        if (arguments->extras[i])
            result = output_check(arguments->extras[i], err);
    return result;
}

// *ret_fails: what --fail-on asks for has come about.
static int tell(struct history_arguments *arguments, bool *ret_fails, struct err *err)
{
    scope_free char *names = alloc_copy(arguments->metric ? arguments->metric : "");
    scope_free const char **metrics = split_metrics(names, &arguments->options);
    const struct history_form *form =
        history_output_form(arguments->format, arguments->output, err);
    scope_history struct history history = {0};
    struct history_runs runs = {0};
    if (arguments->metric && !metrics && !arguments->options.all_measures)
        return err_input(err, "--metric: a name is wanted (see fullhouse list metrics)");
    if (!form || check_outputs(arguments, err) < 0)
        return -EINVAL;
    int result = load(arguments, &runs, err);
    if (result == 0)
        result = history_of(&runs, &arguments->options, &history, err);
    if (result == 0)
        result = write_forms(arguments, &history, form, err);
    *ret_fails = (arguments->fails_on_regression && history.worse_count > 0) ||
                 (arguments->fails_on_unlike && history.unlike_worse_count > 0);
    return result;
}

static int run_history(int argc, char **argv)
{
    const struct argp argp = {
        .options = options,
        .parser = parse_option,
        .args_doc = "LABEL",
        .doc = "Tells where the metrics of a label's runs changed from one run to the next, for "
               "better or worse, and which versions and settings changed with them.\vRuns that "
               "may not be held against the newest (another host, shape, load) are left out and "
               "counted. For a nightly job: fullhouse history nightly --fail-on regression; it "
               "exits with 1 until the metrics recover or someone says --accept latest.",
    };
    struct err err = {0};
    struct history_arguments arguments = {.err = &err};
    bool fails = false;
    if (options_parse(&argp, argc, argv, &arguments, &err) == 0) {
        if (!arguments.label)
            err_input(&err, "history: of which label? (fullhouse runs lists them)");
        else
            tell(&arguments, &fails, &err);
    }
    if (err.kind != ERR_NONE)
        return options_fail(&err);
    return fails ? EXIT_NOT_GOOD_ENOUGH : EXIT_FINE;
}

const struct command command_history = {
    .name = "history",
    .help = "a label's runs over time: where metrics changed, and what changed with them",
    .knows_runs = true,
    .run = run_history,
};
