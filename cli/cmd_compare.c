// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse compare: two runs, or two sets of them, held against each other.
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/contrast_asked.h"
#include "cli/contrast_output.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/side_words.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "compare/contrasts.h"
#include "compare/floors.h"

enum { KEY_ANYWAY = 256, KEY_STRICT };

static const struct argp_option options[] = {
    {"threshold", 't', "PERCENT", 0, "the smallest change that matters (3%)", 0},
    {"metrics", 'm', "LIST", 0, "judge these alone, as throughput,p99 (see 'list metrics')", 0},
    {"anyway", KEY_ANYWAY, 0, 0, "compare what is not comparable, and say so on top", 0},
    {"strict", KEY_STRICT, 0, 0, "exit 3 where something is undecided or missing", 0},
    {"format", 'f', "FORM", 0, "text, markdown, html, json, junit or github", 0},
    {"output", 'o', "FILE", 0, "write there (default: print); its suffix chooses the form", 0},
    {"json", 'j', 0, 0, "the same as --format json", 0},
    {"html", CONTRAST_KEY_HTML, "FILE", 0, "write HTML there, too", 0},
    {"markdown", CONTRAST_KEY_MARKDOWN, "FILE", 0, "write Markdown there, too", 0},
    {"junit", CONTRAST_KEY_JUNIT, "FILE", 0, "write JUnit XML there, too", 0},
    {"store", 's', "FILE", 0, "where runs are kept", 0},
    {0},
};

struct compare_arguments {
    const char *sides[2];
    size_t side_count;
    const char *threshold, *metrics, *store;
    bool anyway, strict;
    struct contrast_outputs outputs;
    struct err *err;
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct compare_arguments *arguments = state->input;
    switch (key) {
    case 't':
        arguments->threshold = argument;
        return 0;
    case 'm':
        arguments->metrics = argument;
        return 0;
    case 's':
        arguments->store = argument;
        return 0;
    case KEY_ANYWAY:
        arguments->anyway = true;
        return 0;
    case KEY_STRICT:
        arguments->strict = true;
        return 0;
    case ARGP_KEY_ARG:
        if (arguments->side_count == 2)
            return options_no_more(state, argument, arguments->err);
        arguments->sides[arguments->side_count++] = argument;
        return 0;
    default:
        return contrast_outputs_parse(key, argument, &arguments->outputs);
    }
}

// --- the comparison -----------------------------------------------------------------------------

// Everything that is held while it is made.
struct comparing {
    struct side_stores stores;
    struct selection selections[2];
    struct floors floors;
    struct contrast_metrics metrics;
    struct contrasts contrasts;
};

static void comparing_done(struct comparing *comparing)
{
    contrasts_done(&comparing->contrasts);
    contrast_metrics_done(&comparing->metrics);
    floors_done(&comparing->floors);
    selection_done(&comparing->selections[0]);
    selection_done(&comparing->selections[1]);
    side_stores_done(&comparing->stores);
}

// Of each thing that was done on side A; runs that did the same add the same once.
static int read_floors(struct comparing *comparing, struct err *err)
{
    const struct selection *ours = &comparing->selections[0];
    for (size_t s = 0; s < comparing->stores.count; s++)
        for (size_t i = 0; i < ours->count; i++) {
            int r = floors_read(&comparing->floors, side_stores_at(&comparing->stores, s),
                                &ours->runs[i], err);
            if (r < 0)
                return r;
        }
    return 0;
}

static int compare(const struct compare_arguments *arguments, double threshold,
                   struct comparing *comparing, struct err *err)
{
    const struct selection *selections = comparing->selections;
    const struct side a = selection_side(&selections[0], arguments->sides[0]);
    const struct side b = selection_side(&selections[1], arguments->sides[1]);
    const struct contrast_options asked = {
        .threshold = threshold,
        .measures = comparing->metrics.names,
        .measure_count = comparing->metrics.count,
        .floors = &comparing->floors,
        .anyway = arguments->anyway,
        .seed = rng_derive(a.runs[0].record->seed, b.runs[0].record->seed),
    };
    int r = contrasts_of(&a, &b, &asked, &comparing->contrasts, err);
    return r < 0 ? r : contrast_metrics_check(&comparing->metrics, &comparing->contrasts, err);
}

static int carry_out(const struct compare_arguments *arguments, struct comparing *comparing,
                     struct err *err)
{
    double threshold;
    int r = contrast_outputs_check(&arguments->outputs, err);
    if (r == 0)
        r = contrast_threshold_parse(arguments->threshold, &threshold, err);
    if (r == 0 && arguments->side_count < 2)
        r = err_input(err, "two sides are wanted: fullhouse compare %s B (see --help)",
                      arguments->side_count ? arguments->sides[0] : "A");
    if (r == 0)
        r = contrast_metrics_parse(arguments->metrics, &comparing->metrics, err);
    for (int s = 0; r == 0 && s < 2; s++)
        r = side_words_select(&comparing->stores, arguments->sides[s], &comparing->selections[s],
                              err);
    if (r == 0)
        r = read_floors(comparing, err);
    if (r == 0)
        r = compare(arguments, threshold, comparing, err);
    return r < 0 ? r
                 : contrast_outputs_write(&arguments->outputs, &comparing->contrasts,
                                          arguments->strict, err);
}

static int run_compare(int argc, char **argv)
{
    const struct argp argp = {
        .options = options,
        .parser = parse_option,
        .args_doc = "A B",
        .doc = "Holds B against A, metric by metric and density by density: better, worse, same "
               "or undecided, with intervals. " SIDE_WORDS_HELP
               "\vExit: 0 fine, 1 something is worse, 2 wrong use or not comparable, 3 with "
               "--strict where something is undecided or missing.",
    };
    struct err err = {0};
    struct compare_arguments arguments = {.err = &err};
    struct comparing comparing = {0};
    int code = EXIT_FINE;
    if (options_parse(&argp, argc, argv, &arguments, &err) == 0) {
        comparing.stores.path = arguments.store;
        if (carry_out(&arguments, &comparing, &err) == 0)
            code = contrast_exit_code(&comparing.contrasts, arguments.strict);
    }
    comparing_done(&comparing);
    contrast_outputs_done(&arguments.outputs);
    return err.kind == ERR_NONE ? code : options_fail(&err);
}

const struct command command_compare = {
    .name = "compare",
    .help = "two runs, or two sets of them: better, worse, same, undecided",
    .knows_runs = true,
    .run = run_compare,
};
