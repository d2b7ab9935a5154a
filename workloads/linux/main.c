// SPDX-License-Identifier: GPL-3.0-or-later
// The guest agent's main: process 1 of an appliance, or a plain process that serves a descriptor or
// measures for people. The agent prints and chooses how to end here, in its command line and in its
// appliance, nowhere else.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "workloads/linux/answer.h"
#include "workloads/linux/appliance.h"
#include "workloads/linux/arguments.h"
#include "workloads/linux/measure.h"
#include "workloads/linux/measure_report.h"
#include "workloads/linux/port.h"
#include "workloads/linux/runner.h"
#include "workloads/linux/self_test.h"
#include "workloads/linux/session.h"
#include "workloads/linux/settings.h"
#include "workloads/linux/workload_named.h"
#include "workloads/linux/workload_table.h"

enum {
    EXIT_DIED = 3,   // what a test's death leaves behind
    EXIT_IN_USE = 4, // somebody else answers there
};

// The service of an image may be started before its port is there.
#define PORT_TIMEOUT_NS (60 * CLOCK_NS_PER_SECOND)

static int fail(const struct err *err)
{
    fprintf(stderr, "fullhouse-guest: %s\n", err_text(err));
    return EXIT_FAILURE;
}

static int serve(const struct arguments *arguments)
{
    struct session_options session = {
        .fd = arguments->fd, .is_port = arguments->fd < 0, .fault = arguments->fault};
    struct err err = {0};
    struct ipv4_peer at;
    enum session_end end;

    signal(SIGPIPE, SIG_IGN);
    if (arguments->responds && answer_start(&arguments->answer, &at, &err) < 0) {
        fail(&err);
        err_done(&err);
        return EXIT_FAILURE;
    }
    if (session.is_port)
        session.fd = port_open_virtio(WIRE_PORT_NAME, clock_monotonic_ns() + PORT_TIMEOUT_NS, &err);
    end = session.fd < 0 ? SESSION_FAILED : session_run(&session, &err);
    if (end == SESSION_DIE) {
        fault_commit(arguments->fault);
        _exit(EXIT_DIED);
    }
    if (end == SESSION_FAILED)
        fail(&err);
    err_done(&err);
    return end == SESSION_FAILED ? EXIT_FAILURE : EXIT_SUCCESS;
}

// Says where it listens, and answers until whoever started it is gone.
static int respond(const struct arguments *arguments)
{
    struct err err = {0};
    struct ipv4_peer at;
    scope_free char *text = NULL;
    char byte;
    int rc;

    signal(SIGPIPE, SIG_IGN);
    rc = answer_start(&arguments->answer, &at, &err);
    if (rc < 0) {
        fail(&err);
        err_done(&err);
        return rc == -EADDRINUSE ? EXIT_IN_USE : EXIT_FAILURE;
    }
    text = ipv4_format_peer(&at);
    puts(text);
    fflush(stdout);
    while (read(STDIN_FILENO, &byte, 1) > 0)
        ;
    return EXIT_SUCCESS;
}

static int list(void)
{
    const struct workload *workload;

    for (size_t i = 0; (workload = workload_at(i)); i++) {
        printf("%-8s %s\n", workload->name, workload->help);
        for (size_t j = 0; j < workload->variant_count; j++)
            printf("  %-10s %s\n", workload->variants[j].name, workload->variants[j].operation);
        for (size_t j = 0; j < workload->option_count; j++)
            printf("  %s=%s: %s\n", workload->options[j].name, workload->options[j].fallback,
                   workload->options[j].help);
    }
    return EXIT_SUCCESS;
}

static int self_test(void)
{
    struct err err = {0};
    int rc = self_test_all(&err);

    if (rc < 0)
        fail(&err);
    else
        puts("every kernel gives its known answer");
    err_done(&err);
    return rc < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

static void print_report(const struct measure_report *report, bool json)
{
    scope_strbuf struct strbuf out = {0};

    if (json)
        measure_report_json(report, &out);
    else
        measure_report_text(report, &out);
    fputs(strbuf_text(&out), stdout);
}

// Of one operation of that load, whose options have been checked.
static uint64_t bytes_of(const struct measure_report *report, const struct load *load)
{
    struct settings settings = {0};
    uint64_t bytes = 0;

    if (settings_read(report->workload, load->options, &settings, NULL) == 0)
        bytes = settings_operation_bytes(&settings, report->variant);
    settings_done(&settings);
    return bytes;
}

static int measure(const struct arguments *arguments)
{
    const struct load *load = &arguments->prepare.load;
    struct wire_window window = {0};
    struct measure_report report = {.window = &window};
    struct err err = {0};
    int rc = workload_named(load->workload, load->variant, &report.workload, &report.variant, &err);

    if (rc == 0)
        rc = measure_run(&arguments->prepare, arguments->duration_ns, &window, &err);
    if (rc < 0) {
        fail(&err);
    } else {
        report.threads = runner_threads(load, report.variant);
        report.bytes = bytes_of(&report, load);
        print_report(&report, arguments->json);
    }
    free(window.histogram);
    err_done(&err);
    return rc < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

// The kernel starts an appliance's first process; a container's first is started with a channel.
static bool is_appliance(int argc, char **argv)
{
    return getpid() == 1 && !(argc > 1 && strcmp(argv[1], "--fd") == 0);
}

int main(int argc, char **argv)
{
    struct arguments arguments;

    if (is_appliance(argc, argv))
        appliance_main();
    arguments_parse(argc, argv, &arguments);
    switch (arguments.action) {
    case ACTION_SERVE:
        return serve(&arguments);
    case ACTION_RESPOND:
        return respond(&arguments);
    case ACTION_LIST:
        return list();
    case ACTION_SELF_TEST:
        return self_test();
    default:
        return measure(&arguments);
    }
}
