// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse doctor: what this host can do; for what is missing why it matters and what mends it.
#include <stdio.h>
#include <stdlib.h>

#include "bench/doctor.h"
#include "bench/workspace.h"
#include "cli/agent.h"
#include "cli/command.h"
#include "cli/listing.h"
#include "cli/options.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/scope.h"

static const struct argp_option options[] = {
    {"prove", 'p', 0, 0,
     "boot guests, under KVM and emulation, where none has been seen to work yet", 0},
    {"json", 'j', 0, 0, "for machines", 0},
    {0},
};

struct doctor_arguments {
    bool prove, json;
    struct err *err;
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct doctor_arguments *arguments = state->input;
    switch (key) {
    case 'p':
        arguments->prove = true;
        return 0;
    case 'j':
        arguments->json = true;
        return 0;
    case ARGP_KEY_ARG:
        return options_no_more(state, argument, arguments->err);
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static void say(void *context, const char *text)
{
    (void)context;
    fprintf(stderr, "fullhouse: %s\n", text);
}

static void print_text(const struct finding *finding)
{
    printf("%-8s %-10s %s\n", finding_state_name(finding->state), finding->subject, finding->what);
    if (finding->why && *finding->why)
        printf("%19s why: %s\n", "", finding->why);
    if (finding->mend && *finding->mend)
        printf("%19s mend: %s\n", "", finding->mend);
}

static void print_findings(const struct finding *findings, size_t count, bool json)
{
    static const char *const keys[] = {"subject", "state", "what", "why", "mend"};
    struct listing *listing = listing_new(keys, sizeof keys / sizeof *keys);
    for (size_t i = 0; i < count; i++) {
        const struct finding *finding = &findings[i];
        if (!json)
            print_text(finding);
        listing_add(listing,
                    (const char *const[]){finding->subject, finding_state_name(finding->state),
                                          finding->what, finding->why, finding->mend});
    }
    if (json)
        listing_print(listing, true);
    listing_free(listing);
}

static int judge(const struct finding *findings, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (findings[i].state == FINDING_MISSING)
            return 3;
    return EXIT_FINE;
}

static int examine(const struct doctor_arguments *arguments)
{
    struct err err = {0};
    struct workspace workspace = {.lock_fd = -1};
    scope_free char *agent = agent_find(&err);
    scope_free char *bare = agent_find_bare(NULL);
    bool ready = agent && interrupt_install(&err) == 0 && workspace_open(&workspace, &err) == 0;
    const struct platform_options platform_options = {
        .workspace = &workspace,
        .connect = "",
        .kernel = "",
        .agent = agent,
        .bare = bare ? bare : "",
        .agent_test = "",
        .say = say,
    };
    struct finding *findings;
    size_t count;
    doctor_examine(ready ? &platform_options : NULL, arguments->prove, &findings, &count);
    print_findings(findings, count, arguments->json);
    int code = judge(findings, count);
    doctor_free(findings, count);
    workspace_close(&workspace);
    return err.kind == ERR_NONE ? code : options_fail(&err);
}

static int run_doctor(int argc, char **argv)
{
    const struct argp argp = {
        .options = options,
        .parser = parse_option,
        .doc =
            "Says what this host can do, and for each thing missing why it matters and the command "
            "that mends it. Exit code 3 when real guests are impossible.",
    };
    struct err err = {0};
    struct doctor_arguments arguments = {.err = &err};
    if (options_parse(&argp, argc, argv, &arguments, &err) < 0)
        return options_fail(&err);
    return examine(&arguments);
}

const struct command command_doctor = {
    .name = "doctor",
    .help = "what this host can do, what is missing, and what mends it",
    .knows_runs = true,
    .run = run_doctor,
};
