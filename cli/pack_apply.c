// SPDX-License-Identifier: GPL-3.0-or-later
// Steps as lines; on a terminal the one under way is written over.
#include "cli/pack_apply.h"

#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "live/live_moves.h"
#include "planner/consolidation/consolidation.h"

struct telling {
    bool is_terminal;
};

char *pack_apply_journal(const char *plan)
{
    return plan ? alloc_printf("%s.journal", plan) : alloc_copy("plan-pack.journal");
}

int pack_apply_check(const char *journal, struct err *err)
{
    if (access(journal, F_OK) != 0)
        return 0;
    return err_input(err,
                     "%s: moves were begun with this journal; --resume goes on with them, another "
                     "--journal FILE begins anew",
                     journal);
}

static void clear_line(const struct telling *telling)
{
    if (telling->is_terminal)
        fputs("\r\033[K", stderr);
}

static void say(void *context, const struct live_step *step, const char *words)
{
    (void)step; // its figures are in the words
    clear_line(context);
    fprintf(stderr, "fullhouse: %s\n", words);
}

static void progress(void *context, const char *words)
{
    const struct telling *telling = context;
    if (!telling->is_terminal)
        return;
    clear_line(telling);
    fputs(words, stderr);
    fflush(stderr);
}

static int end(const struct telling *telling, const char *journal, int result, struct err *err)
{
    clear_line(telling);
    if (result < 0 && err->kind != ERR_INPUT)
        fprintf(stderr, "fullhouse: what was done is in %s; --resume --journal goes on there\n",
                journal);
    return result;
}

int pack_apply(const struct consolidation *consolidation, const char *journal, struct err *err)
{
    struct telling telling = {isatty(STDERR_FILENO)};
    const struct request *request = consolidation->request;
    const struct live_moves_options options = {
        .journal = journal,
        .downtime_allowed_s = request->moves.downtime_allowed_s,
        .said = say,
        .progressed = progress,
        .context = &telling,
    };
    if (interrupt_install(err) < 0)
        return -err->code;
    fprintf(stderr, "fullhouse: moves are carried out one after another; journal: %s\n", journal);
    int result = live_moves_apply(&consolidation->estate, &consolidation->moves, &options, err);
    return end(&telling, journal, result, err);
}

int pack_resume(const char *journal, struct err *err)
{
    struct telling telling = {isatty(STDERR_FILENO)};
    const struct live_moves_options options = {
        .journal = journal, .said = say, .progressed = progress, .context = &telling};
    if (interrupt_install(err) < 0)
        return -err->code;
    int result = live_moves_resume(&options, err);
    return end(&telling, journal, result, err);
}
