// SPDX-License-Identifier: GPL-3.0-or-later
// Reads and range-checks the agent's options. Help is made of the same records that parse. Only the
// agent's main may use it: it prints and ends the process.
#include "workloads/linux/arguments.h"

#include <argp.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/base/version.h"

#define SHORTEST_NS (10 * CLOCK_NS_PER_MS)
#define LONGEST_NS  (3600 * CLOCK_NS_PER_SECOND)

enum option_key {
    KEY_FD = 256,
    KEY_PORT,
    KEY_TEST,
    KEY_LIST,
    KEY_SELF_TEST,
    KEY_MEASURE,
    KEY_VARIANT,
    KEY_SECONDS,
    KEY_JSON,
    KEY_ARRIVALS,
    KEY_RATE,
    KEY_THREADS,
    KEY_WORKING_SET,
    KEY_OPTIONS,
    KEY_RESPOND,
    KEY_PEER,
    KEY_SEED
};

static const struct argp_option options[] = {
    {"fd", KEY_FD, "N", 0, "Serve a host on this inherited descriptor", 1},
    {"port", KEY_PORT, 0, 0,
     "Serve a host on the virtio port org.fullhouse.agent.0, and wait for it: how a service in an "
     "image of your own is started",
     1},
    {"test", KEY_TEST, "FAULT", 0,
     "With --fd: misbehave as the host's tests need it (version, mute, die-prepare, die-start, "
     "die-window, divide, address, instruction)",
     1},
    {"respond", KEY_RESPOND, "ADDRESS:PORT", 0,
     "Answer network loads there (port 0: any), until standard input ends; with --fd beside it", 1},
    {"list", KEY_LIST, 0, 0, "List the workloads and what one operation of each is", 2},
    {"self-test", KEY_SELF_TEST, 0, 0, "Run every kernel against its known answer", 2},
    {"measure", KEY_MEASURE, "WORKLOAD", 0, "Run one workload here and print its latency", 3},
    {"variant", KEY_VARIANT, "NAME", 0, "Its variant (default: the first)", 3},
    {"seconds", KEY_SECONDS, "S", 0, "For how long, as 5 or 0.3 (default: 1)", 3},
    {"json", KEY_JSON, 0, 0, "Print it as one JSON object", 3},
    {"arrivals", KEY_ARRIVALS, "HOW", 0,
     "closed, constant, poisson or bursty, 4 times the rate for 200 ms (default: closed)", 3},
    {"rate", KEY_RATE, "RATE", 0, "Paced: operations a second of all threads, as 1000/s", 3},
    {"threads", KEY_THREADS, "N", 0, "Worker threads (default: one a CPU)", 3},
    {"working-set", KEY_WORKING_SET, "BYTES", 0, "Of each thread (default: beats the caches)", 3},
    {"options", KEY_OPTIONS, "NAME=VALUE,...", 0, "Of the workload, see --list", 3},
    {"peer", KEY_PEER, "ADDRESS:PORT", 0, "Of a network workload: where its responder is", 3},
    {"seed", KEY_SEED, "N", 0, "Of content and due times (default: 1)", 3},
    {0},
};

static int set_action(struct arguments *arguments, enum action action)
{
    if (arguments->action != ACTION_NONE && arguments->action != action)
        return err_input(&arguments->err,
                         "only one of --fd, --port, --list, --self-test, --measure");
    arguments->action = action;
    return 0;
}

static int set_fd(struct arguments *arguments, const char *text)
{
    uint64_t fd;
    int rc = units_parse_count(text, 0, INT_MAX, &fd, &arguments->err);

    if (rc == 0 && fcntl((int)fd, F_GETFD) < 0)
        rc = err_input(&arguments->err, "descriptor %s is not open", text);
    if (rc == 0)
        arguments->fd = (int)fd;
    return rc < 0 ? rc : set_action(arguments, ACTION_SERVE);
}

static int set_fault(struct arguments *arguments, const char *text)
{
    int fault = fault_parse(text);

    if (fault < 0)
        return err_input(&arguments->err, "unknown fault '%s'", text);
    arguments->fault = (enum fault)fault;
    return 0;
}

static int set_respond(struct arguments *arguments, const char *text)
{
    arguments->responds = true;
    return ipv4_parse_peer(text, true, &arguments->answer, &arguments->err);
}

static int set_peer(struct arguments *arguments, char *text)
{
    struct ipv4_peer peer;

    arguments->prepare.peer = text;
    return ipv4_parse_peer(text, false, &peer, &arguments->err);
}

static int set_seconds(struct arguments *arguments, const char *text)
{
    scope_free char *with_unit = alloc_printf("%ss", text);
    uint64_t duration_ns = 0;

    // "1m" with another letter must not become a millisecond.
    if (strspn(text, "0123456789.") != strlen(text) ||
        units_parse_duration_ns(with_unit, &duration_ns, NULL) < 0 || duration_ns < SHORTEST_NS ||
        duration_ns > LONGEST_NS)
        return err_input(&arguments->err, "'%s' is no time from 0.01 to 3600 seconds", text);
    arguments->duration_ns = duration_ns;
    return 0;
}

static int set_arrivals(struct arguments *arguments, const char *text)
{
    int arrivals = load_arrivals_parse(text);

    if (arrivals < 0)
        return err_input(&arguments->err, "'%s' is none of closed, constant, poisson, bursty",
                         text);
    if (arrivals == LOAD_REPLAY)
        return err_input(&arguments->err, "a replay has a trace, which only a host has");
    arguments->prepare.load.arrivals = (enum load_arrivals)arrivals;
    arguments->prepare.load.burst = LOAD_BURST_USUAL;
    return 0;
}

static int set_rate(struct arguments *arguments, const char *text)
{
    struct rate rate;
    int rc = units_parse_rate(text, &rate, &arguments->err);

    if (rc < 0)
        return rc;
    if (rate.is_share || rate.value < WIRE_RATE_MIN || rate.value > WIRE_RATE_MAX)
        return err_input(&arguments->err, "the rate must be absolute, %g/s to %g/s", WIRE_RATE_MIN,
                         WIRE_RATE_MAX);
    arguments->prepare.load.rate = rate;
    arguments->has_rate = true;
    return 0;
}

static int set_seed(struct arguments *arguments, const char *text)
{
    struct wire_prepare *prepare = &arguments->prepare;
    int rc = units_parse_count(text, 0, UINT64_MAX, &prepare->seed, &arguments->err);

    prepare->content_seed = prepare->seed;
    return rc;
}

static int set_threads(struct arguments *arguments, const char *text)
{
    uint64_t threads;
    int rc = units_parse_count(text, 1, WIRE_THREADS_MAX, &threads, &arguments->err);

    if (rc == 0)
        arguments->prepare.load.threads = (uint32_t)threads;
    return rc;
}

static int set_option(struct arguments *arguments, int key, char *text)
{
    switch (key) {
    case KEY_FD:
        return set_fd(arguments, text);
    case KEY_PORT:
        arguments->fd = -1;
        return set_action(arguments, ACTION_SERVE);
    case KEY_TEST:
        return set_fault(arguments, text);
    case KEY_LIST:
        return set_action(arguments, ACTION_LIST);
    case KEY_SELF_TEST:
        return set_action(arguments, ACTION_SELF_TEST);
    case KEY_MEASURE:
        arguments->prepare.load.workload = text;
        return set_action(arguments, ACTION_MEASURE);
    case KEY_VARIANT:
        arguments->prepare.load.variant = text;
        return 0;
    case KEY_SECONDS:
        return set_seconds(arguments, text);
    case KEY_JSON:
        arguments->json = true;
        return 0;
    case KEY_ARRIVALS:
        return set_arrivals(arguments, text);
    case KEY_RATE:
        return set_rate(arguments, text);
    case KEY_THREADS:
        return set_threads(arguments, text);
    case KEY_OPTIONS:
        arguments->prepare.load.options = text;
        return 0;
    case KEY_RESPOND:
        return set_respond(arguments, text);
    case KEY_PEER:
        return set_peer(arguments, text);
    case KEY_WORKING_SET:
        return units_parse_bytes(text, &arguments->prepare.load.working_set_bytes, &arguments->err);
    default:
        return set_seed(arguments, text);
    }
}

static int check_arguments(struct arguments *arguments)
{
    bool is_paced = arguments->prepare.load.arrivals != LOAD_CLOSED;

    if (arguments->action == ACTION_NONE && arguments->responds)
        arguments->action = ACTION_RESPOND;
    if (arguments->responds && arguments->action != ACTION_RESPOND &&
        arguments->action != ACTION_SERVE)
        return err_input(&arguments->err, "--respond goes alone, or with --fd");
    if (arguments->action == ACTION_NONE)
        return err_input(&arguments->err, "nothing to do: see --help");
    if (is_paced != arguments->has_rate)
        return err_input(&arguments->err, "--rate goes with --arrivals constant or poisson");
    return 0;
}

static error_t parse_option(int key, char *text, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    int rc = 0;

    if (key >= KEY_FD && key <= KEY_SEED)
        rc = set_option(arguments, key, text);
    else if (key == ARGP_KEY_ARG)
        rc = err_input(&arguments->err, "unexpected argument '%s'", text);
    else if (key == ARGP_KEY_SUCCESS)
        rc = check_arguments(arguments);
    else
        return ARGP_ERR_UNKNOWN;
    if (rc < 0)
        argp_error(state, "%s", err_text(&arguments->err));
    return 0;
}

void arguments_parse(int argc, char **argv, struct arguments *ret_arguments)
{
    static const struct argp parser = {
        .options = options,
        .parser = parse_option,
        .doc = "What runs inside a guest of fullhouse: serves the host's measurements.",
    };

    *ret_arguments = (struct arguments){
        .duration_ns = CLOCK_NS_PER_SECOND,
        .prepare = {.seed = 1, .content_seed = 1},
    };
    argp_err_exit_status = 2;
    argp_program_version = "fullhouse-guest " FULLHOUSE_VERSION;
    argp_parse(&parser, argc, argv, 0, NULL, ret_arguments);
}
