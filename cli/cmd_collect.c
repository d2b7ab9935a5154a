// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse collect: telemetry of this host and its virtual machines, as they are.
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bench/workspace.h"
#include "cli/collect_progress.h"
#include "cli/command.h"
#include "cli/open_store.h"
#include "cli/options.h"
#include "cli/output.h"
#include "collector/collect.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/units.h"
#include "reports/report.h"

enum { KEY_SLOW = 256, KEY_FLUSH, KEY_KEEP, KEY_LABEL };

static const struct argp_option options[] = {
    {"interval", 'i', "TIME", 0, "between two samples from /proc (default: 1s)", 0},
    {"slow", KEY_SLOW, "TIME", 0,
     "between two samples of what costs more: libvirt's figures, shared memory, who is there "
     "(default: 30s)",
     0},
    {"flush", KEY_FLUSH, "TIME", 0,
     "between two writes to the store: what a kill loses at most (default: 1min)", 0},
    {"for", 'f', "TIME", 0, "how long (default: until Ctrl-C)", 0},
    {"keep", KEY_KEEP, "TIME", 0, "drop telemetry older than this, as 7d (default: keep all)", 0},
    {"connect", 'c', "URI", 0,
     "libvirt to ask, read-only, where there is one; 'none' asks none (default: qemu:///system)",
     0},
    {"label", KEY_LABEL, "TEXT", 0, "a name for the run", 0},
    {"store", 's', "FILE", 0, "where runs are kept", 0},
    {"json", 'j', 0, 0, "print the report for machines at the end", 0},
    {"quiet", 'q', 0, 0, "no progress, only what must be seen", 0},
    {0},
};

struct collect_arguments {
    struct collect_options options;
    const char *store;
    bool json, quiet;
    struct err *err;
};

#define INTERVAL_MIN_NS (10 * CLOCK_NS_PER_MS)
#define INTERVAL_MAX_NS (3600 * CLOCK_NS_PER_SECOND)

// A time of at least `least` into *ret_ns; a positive errno for argp.
static error_t take_time(const char *option, const char *text, uint64_t least_ns, uint64_t *ret_ns,
                         struct err *err)
{
    char least[UNITS_TEXT_SIZE];
    uint64_t ns;
    if (units_parse_duration_ns(text, &ns, err) < 0)
        return -err_prefix(err, "--%s", option);
    if (ns < least_ns)
        return -err_input(err, "--%s: %s is too short; at least %s is wanted", option, text,
                          units_format_duration_ns(least, (double)least_ns));
    *ret_ns = ns;
    return 0;
}

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct collect_arguments *arguments = state->input;
    struct collect_options *collect = &arguments->options;
    switch (key) {
    case 'i':
        return take_time("interval", argument, INTERVAL_MIN_NS, &collect->interval_ns,
                         arguments->err);
    case KEY_SLOW:
        return take_time("slow", argument, INTERVAL_MIN_NS, &collect->slow_ns, arguments->err);
    case 'f':
        return take_time("for", argument, INTERVAL_MIN_NS, &collect->duration_ns, arguments->err);
    case KEY_FLUSH:
        return take_time("flush", argument, INTERVAL_MIN_NS, &collect->flush_ns, arguments->err);
    case KEY_KEEP:
        return take_time("keep", argument, CLOCK_NS_PER_SECOND, &collect->keep_ns, arguments->err);
    case 'c':
        collect->connect = strcmp(argument, "none") == 0 ? "" : argument;
        return 0;
    case KEY_LABEL:
        collect->label = argument;
        return 0;
    case 's':
        arguments->store = argument;
        return 0;
    case 'j':
        arguments->json = true;
        return 0;
    case 'q':
        arguments->quiet = true;
        return 0;
    case ARGP_KEY_ARG:
        return options_no_more(state, argument, arguments->err);
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static int check(const struct collect_options *collect, struct err *err)
{
    if (collect->interval_ns > INTERVAL_MAX_NS)
        return err_input(err, "--interval: at most an hour is wanted");
    if (collect->slow_ns < collect->interval_ns)
        return err_input(err, "--slow: shorter than --interval");
    return 0;
}

static int print_report(const struct collect_arguments *arguments, int64_t id, struct err *err)
{
    scope_document struct document document = {0};
    int result = document_load(arguments->options.store, &id, 1, &document, err);
    if (result < 0)
        return result;
    return output_report(&document, arguments->json ? &emitter_json : &emitter_text, NULL, err);
}

// What is there is shown, also after an interrupt.
static int watch(const struct collect_arguments *arguments, struct workspace *workspace,
                 struct collect_progress *progress, struct err *err)
{
    struct collect *collect;
    int result = collect_new(&arguments->options, &collect, err);
    if (result < 0)
        return result;
    int64_t id = collect_run_id(collect);
    result = workspace_note(workspace, store_path(arguments->options.store), &id, 1, "", err);
    if (result == 0) {
        collect_progress_begin(progress, id);
        result = collect_run(collect, err);
    }
    collect_progress_done(progress);
    collect_free(collect);
    if (result < 0 && result != -EINTR)
        return result;
    struct err why = {0};
    if (print_report(arguments, id, &why) < 0 && result == 0)
        result = -EIO;
    if (result == -EINTR)
        err_interrupted(err);
    err_move(err, &why);
    return result;
}

static int collect(struct collect_arguments *arguments, struct err *err)
{
    struct collect_progress progress;
    struct workspace workspace;
    struct store *store;
    if (check(&arguments->options, err) < 0 || interrupt_install(err) < 0)
        return -EINVAL;
    int result = open_store(arguments->store, STORE_WRITE, &store, err);
    if (result < 0)
        return result;
    collect_progress_init(&progress, arguments->quiet);
    arguments->options.store = store;
    arguments->options.say = collect_progress_say;
    arguments->options.beat = collect_progress_beat;
    arguments->options.context = &progress;
    result = workspace_open(&workspace, err);
    if (result == 0) {
        result = watch(arguments, &workspace, &progress, err);
        workspace_close(&workspace);
    }
    store_close(store);
    return result;
}

static int run_collect(int argc, char **argv)
{
    const struct argp argp = {
        .options = options,
        .parser = parse_option,
        .doc =
            "Watches this host and its virtual machines as they are, whoever started them, and "
            "keeps what it saw: a second's CPU, waiting, memory, disk and faults of each from "
            "/proc, and on a slower beat what libvirt knows. Nothing is started, changed or asked "
            "of a guest.\vExamples: fullhouse collect --for 1h; fullhouse collect --keep 7d "
            "--quiet. Then: fullhouse report.",
    };
    struct err err = {0};
    struct collect_arguments arguments = {
        .options = {.interval_ns = CLOCK_NS_PER_SECOND,
                    .slow_ns = 30 * CLOCK_NS_PER_SECOND,
                    .flush_ns = 60 * CLOCK_NS_PER_SECOND,
                    .connect = "qemu:///system",
                    .label = ""},
        .err = &err,
    };
    if (options_parse(&argp, argc, argv, &arguments, &err) == 0)
        collect(&arguments, &err);
    return err.kind == ERR_NONE ? EXIT_FINE : options_fail(&err);
}

const struct command command_collect = {
    .name = "collect",
    .help = "watch this host and its virtual machines, whoever started them",
    .knows_runs = true,
    .run = run_collect,
};
