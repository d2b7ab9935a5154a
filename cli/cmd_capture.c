// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse capture: packs this host's figures into a file, and shows what a packed host tells.
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/listing.h"
#include "cli/options.h"
#include "collector/capture.h"
#include "collector/procfs.h"
#include "collector/replay.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/scope.h"
#include "common/model/telemetry.h"

enum { SECONDS_MAX = 3600 };

static const struct argp_option options[] = {
    {"seconds", 's', "N", 0, "one sample a second for N seconds (default: 1), so that rates replay",
     0},
    {"anonymous", 'a', 0, 0, "leave the host's name out", 0},
    {"replay", 'r', 0, 0, "DIR is a captured host: show what its sources tell", 0},
    {"json", 'j', 0, 0, "for machines (with --replay)", 0},
    {0},
};

struct capture_arguments {
    const char *path;
    uint64_t seconds;
    bool anonymous, replay, json;
    struct err *err;
};

static error_t parse_seconds(struct capture_arguments *arguments, const char *text)
{
    if (procfs_digits(text, &arguments->seconds) < 0 || text[strspn(text, "0123456789")] ||
        arguments->seconds > SECONDS_MAX)
        return -err_input(arguments->err, "--seconds is '%s'; a whole number from 0 to %d", text,
                          SECONDS_MAX);
    return 0;
}

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct capture_arguments *arguments = state->input;
    switch (key) {
    case 's':
        return parse_seconds(arguments, argument);
    case 'a':
        arguments->anonymous = true;
        return 0;
    case 'r':
        arguments->replay = true;
        return 0;
    case 'j':
        arguments->json = true;
        return 0;
    case ARGP_KEY_ARG:
        if (arguments->path)
            return options_no_more(state, argument, arguments->err);
        arguments->path = argument;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

// --- replay --------------------------------------------------------------------------------------

static void add_last(struct listing *listing, const struct telemetry_series *series)
{
    if (series->count == 0)
        return;
    scope_free char *points = alloc_printf("%zu", series->count);
    scope_free char *value = alloc_printf("%.10g", series->points[series->count - 1].value);
    listing_add(listing, (const char *const[]){series->source, series->object, series->metric,
                                               points, value});
}

// The last value of every series, then what is absent, and why.
static int replay(const struct capture_arguments *arguments, struct err *err)
{
    static const char *const keys[] = {"source", "object", "metric", "points", "last"};
    scope_telemetry struct telemetry telemetry = {0};
    int result = replay_host(arguments->path, &telemetry, err);
    if (result < 0)
        return result;
    struct listing *listing = listing_new(keys, sizeof keys / sizeof *keys);
    for (size_t i = 0; i < telemetry.count; i++)
        if (strcmp(telemetry.series[i].source, "watch") != 0)
            add_last(listing, &telemetry.series[i]);
    for (size_t i = 0; i < telemetry.absence_count; i++)
        listing_add(listing, (const char *const[]){telemetry.absences[i].source,
                                                   telemetry.absences[i].object, "absent", "0",
                                                   telemetry.absences[i].why});
    listing_print(listing, arguments->json);
    listing_free(listing);
    return 0;
}

// --- capture -------------------------------------------------------------------------------------

static int wait_until(uint64_t deadline_ns, struct err *err)
{
    struct pollfd stop = {.fd = interrupt_fd(), .events = POLLIN};
    while (clock_monotonic_ns() < deadline_ns) {
        if (poll(&stop, 1, clock_poll_timeout_ms(deadline_ns)) < 0 && errno != EINTR)
            return err_system(err, errno, "poll");
        if (interrupt_pending())
            return err_interrupted(err);
    }
    return 0;
}

static int take(struct capture *capture, uint64_t seconds, struct err *err)
{
    const struct procfs this_host = {.root = ""};
    uint64_t began_ns = clock_monotonic_ns();
    int result = capture_sample(capture, &this_host, err);
    for (uint64_t i = 1; result == 0 && i <= seconds; i++) {
        result = wait_until(began_ns + i * CLOCK_NS_PER_SECOND, err);
        if (result == 0)
            result = capture_sample(capture, &this_host, err);
    }
    return result;
}

static int capture_host(const struct capture_arguments *arguments, struct err *err)
{
    scope_capture struct capture capture = {.anonymous = arguments->anonymous};
    int result = interrupt_install(err);
    if (result == 0)
        result = take(&capture, arguments->seconds, err);
    if (result == 0)
        result = capture_write(&capture, arguments->path, err);
    if (result == 0)
        printf("%s: %zu files and links, %zu %s\n", arguments->path, capture.count, capture.samples,
               capture.samples == 1 ? "sample" : "samples");
    return result;
}

static int check_arguments(const struct capture_arguments *arguments, struct err *err)
{
    if (!arguments->path)
        return err_input(err, "capture needs where to write, as host.tar.zst or a folder; --replay "
                              "needs a captured folder");
    if (arguments->json && !arguments->replay)
        return err_input(err, "--json is a form of --replay alone");
    if (arguments->replay && arguments->anonymous)
        return err_input(err, "--anonymous is for capturing; --replay only shows");
    return 0;
}

static int run_capture(int argc, char **argv)
{
    const struct argp argp = {
        .options = options,
        .parser = parse_option,
        .args_doc = "FILE.tar.zst|FILE.tar.gz|DIR",
        .doc = "Packs what Fullhouse reads of this host, from /proc and /sys, into an archive or a "
               "folder, so that the host can be looked at elsewhere. What is in it: "
               "docs/capture.md.",
    };
    struct err err = {0};
    struct capture_arguments arguments = {.seconds = 1, .err = &err};
    if (options_parse(&argp, argc, argv, &arguments, &err) < 0 ||
        check_arguments(&arguments, &err) < 0)
        return options_fail(&err);
    int result = arguments.replay ? replay(&arguments, &err) : capture_host(&arguments, &err);
    if (result == 0)
        return EXIT_FINE;
    options_blame_path(&err);
    return options_fail(&err);
}

const struct command command_capture = {
    .name = "capture",
    .help = "pack this host's figures into a file, to be looked at elsewhere",
    .run = run_capture,
};
