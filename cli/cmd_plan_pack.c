// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse plan pack: how few hosts hold a fleet, how to get there, what it saves and risks.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"
#include "cli/command_line.h"
#include "cli/consolidation_output.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/pack_apply.h"
#include "cli/plan_command.h"
#include "cli/plan_pack_options.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/scope.h"
#include "planner/consolidation/consolidation.h"
#include "reports/consolidation_report.h"

static char *journal_of(const struct pack_arguments *arguments)
{
    return arguments->journal ? alloc_copy(arguments->journal)
                              : pack_apply_journal(arguments->plan.file);
}

static int check_outputs(const struct pack_arguments *arguments, struct err *err)
{
    if (output_check(arguments->output, err) < 0 || output_check(arguments->html, err) < 0 ||
        output_check(arguments->script, err) < 0)
        return -EINVAL;
    return 0;
}

// --- what comes of it ---------------------------------------------------------------------------

static int write_reports(const struct pack_arguments *arguments,
                         const struct consolidation_form *form,
                         const struct consolidation_report *report, struct err *err)
{
    int result = consolidation_output(report, form, arguments->output, err);
    if (result == 0 && arguments->html)
        result = consolidation_output(report, &consolidation_form_html, arguments->html, err);
    if (result == 0 && arguments->script)
        result = consolidation_output(report, &consolidation_form_script, arguments->script, err);
    return result;
}

static int apply(const struct pack_arguments *arguments, const struct consolidation *consolidation,
                 struct err *err)
{
    scope_free char *journal = journal_of(arguments);
    if (!arguments->applies || consolidation->moves.count == 0)
        return 0;
    return pack_apply(consolidation, journal, err);
}

// The best so far is shown, but nothing is moved by it and nobody takes it for the whole answer.
static int finish(const struct pack_arguments *arguments, const struct consolidation_form *form,
                  const struct consolidation_report *report, struct err *err)
{
    bool was_interrupted = interrupt_pending();
    int result = write_reports(arguments, form, report, err);
    if (result < 0)
        return result;
    if (was_interrupted) {
        err_interrupted(err);
        return err_prefix(err, "the plan is the best that was found until then");
    }
    return apply(arguments, report->consolidation, err);
}

static int plan_and_report(struct pack_arguments *arguments, const char *command,
                           const struct consolidation_form *form, struct err *err)
{
    struct request request;
    struct consolidation consolidation;
    request_init(&request);
    int result = pack_plan_make(&arguments->plan, &request, &consolidation, err);
    if (result == 0) {
        struct consolidation_report report = {&consolidation, command, arguments->moves_most};
        result = finish(arguments, form, &report, err);
        result = result < 0 ? result : consolidation_is_whole(&consolidation);
        consolidation_done(&consolidation);
    }
    request_done(&request);
    return result;
}

static int resume(const struct pack_arguments *arguments, struct err *err)
{
    if (arguments->applies)
        return err_input(err, "--resume goes on with a journal, --apply begins one: say one of "
                              "them");
    if (!arguments->journal && !arguments->plan.file)
        return err_input(err, "--resume: which --journal FILE?");
    scope_free char *journal = journal_of(arguments);
    return pack_resume(journal, err);
}

// 1 with a whole plan, 0 when a guest has no place or cannot get to it, else negative.
static int pack(struct pack_arguments *arguments, const char *command, struct err *err)
{
    if (arguments->resumes) {
        int result = resume(arguments, err);
        return result < 0 ? result : 1;
    }
    if (arguments->journal && !arguments->applies)
        return err_input(err, "--journal is for --apply or --resume");
    const struct consolidation_form *form =
        consolidation_output_form(arguments->format, arguments->output, err);
    if (!form || check_outputs(arguments, err) < 0)
        return -EINVAL;
    scope_free char *journal = journal_of(arguments);
    if (arguments->applies && pack_apply_check(journal, err) < 0)
        return -EINVAL;
    return plan_and_report(arguments, command, form, err);
}

// No guest is gone here, and the words tell what is.
static int fail(struct err *err)
{
    if (err->kind == ERR_INTERRUPTED)
        fprintf(stderr, "fullhouse: %s\n", err_text(err));
    else
        return options_fail(err);
    int code = err_exit_code(err);
    err_done(err);
    return code;
}

static int run_pack(int argc, char **argv)
{
    struct err err = {0};
    struct pack_arguments arguments = {.err = &err};
    scope_free char *command = command_line_of(argc, (const char *const *)argv);
    int result = options_parse(&plan_pack_argp, argc, argv, &arguments, &err);
    if (result == 0)
        result = pack(&arguments, command, &err);
    plan_pack_settings_done(&arguments.plan.settings);
    if (err.kind != ERR_NONE)
        return fail(&err);
    return result > 0 ? EXIT_FINE : EXIT_NOT_GOOD_ENOUGH;
}

const struct plan_command plan_command_pack = {
    .name = "pack",
    .help = "how few hosts do, at what risk, and how to get there",
    .run = run_pack,
};
