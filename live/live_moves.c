// SPDX-License-Identifier: GPL-3.0-or-later
// The list of steps, from where the journal says to the end or the first failure.
#include "live/live_moves.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "live/live_look.h"
#include "live/live_run.h"

const char *live_run_guest(const struct live_run *run, const struct move *move)
{
    return run->estate->guests[move->guest].name;
}

const char *live_run_host(const struct live_run *run, int32_t host)
{
    return run->estate->hosts[host].name;
}

void live_run_say(const struct live_run *run, const struct live_step *step, const char *format, ...)
{
    scope_free char *words = NULL;
    va_list args;
    va_start(args, format);
    if (vasprintf(&words, format, args) < 0)
        words = NULL;
    va_end(args);
    if (run->options->said && words)
        run->options->said(run->options->context, step, words);
}

// --- before the first step ---------------------------------------------------------------------

// All of them at once, before anything is touched.
static int check_uris(const struct estate *estate, const struct moves *moves, struct err *err)
{
    for (size_t i = 0; i < moves->count; i++) {
        const struct move *move = &moves->list[i];
        int32_t lacking = !estate->hosts[move->to].uri ? move->to : ESTATE_NOWHERE;
        if (move->kind == MOVE_MIGRATE && !estate->hosts[move->from].uri)
            lacking = move->from;
        if (lacking != ESTATE_NOWHERE)
            return err_input(err,
                             "%s has no libvirt URI, which moves need: say one in column \"uri\", "
                             "or read the host with --connect",
                             estate->hosts[lacking].name);
    }
    return 0;
}

static void place_guests(struct live_run *run)
{
    for (size_t g = 0; g < run->estate->guest_count; g++)
        run->where[g] = run->estate->guests[g].host;
    for (size_t i = 0; i < run->moves->count; i++) {
        const struct move *move = &run->moves->list[i];
        if (run->journal.steps[i] == LIVE_DONE && move->guest >= 0)
            run->where[move->guest] = move->to;
    }
}

// The last migration of the guest that is done, if no later one has been begun.
static bool is_last_of_guest(const struct live_run *run, size_t index)
{
    for (size_t i = index + 1; i < run->moves->count; i++)
        if (run->moves->list[i].guest == run->moves->list[index].guest &&
            run->journal.steps[i] != LIVE_OPEN)
            return false;
    return true;
}

static int verify_one(struct live_run *run, size_t index, struct err *err)
{
    const struct move *move = &run->moves->list[index];
    const struct live_look look = live_look(&run->hosts, move);
    enum live_verdict verdict = live_look_judge(&look, run->estate->guests[move->guest].is_off);
    // A host that is empty may have been switched off since.
    bool is_there = look.to.answers && look.to.state >= VIR_GUEST_PAUSED;
    if (verdict == LIVE_AT_DESTINATION || (is_there && !look.from.answers))
        return 0;
    scope_free char *where =
        live_look_words(&look, live_run_guest(run, move), live_run_host(run, move->from),
                        live_run_host(run, move->to));
    return err_host(err, NULL,
                    "%s: the journal says that it was moved to %s, but %s; where that is right, "
                    "plan anew",
                    live_run_guest(run, move), live_run_host(run, move->to), where);
}

// What was done by an earlier run is still so.
static int verify_done(struct live_run *run, struct err *err)
{
    size_t done = 0;
    int result = 0;
    for (size_t i = 0; i < run->moves->count && result == 0; i++) {
        bool is_done = run->journal.steps[i] == LIVE_DONE;
        done += is_done;
        if (is_done && run->moves->list[i].kind == MOVE_MIGRATE && is_last_of_guest(run, i))
            result = verify_one(run, i, err);
    }
    if (done && result == 0)
        live_run_say(run, NULL, "going on: %zu of %zu steps were done before", done,
                     run->moves->count);
    return result;
}

// --- the end -----------------------------------------------------------------------------------

static void list_open(const struct live_run *run, struct strbuf *text)
{
    enum { NAMED = 5 };
    size_t open = 0;
    for (size_t i = 0; i < run->moves->count; i++) {
        const struct move *move = &run->moves->list[i];
        if (run->journal.steps[i] == LIVE_DONE || move->kind != MOVE_MIGRATE)
            continue;
        if (open < NAMED)
            strbuf_printf(text, "%s%s", open ? ", " : "; not done: ", live_run_guest(run, move));
        open++;
    }
    if (open > NAMED)
        strbuf_printf(text, " and %zu more", open - NAMED);
}

static char *say_state(const struct live_run *run)
{
    struct strbuf text = {0};
    size_t done = 0, all = 0;
    for (size_t i = 0; i < run->moves->count; i++)
        if (run->moves->list[i].kind == MOVE_MIGRATE) {
            all++;
            done += run->journal.steps[i] == LIVE_DONE;
        }
    strbuf_printf(&text, "Done: %zu of %zu migrations", done, all);
    list_open(run, &text);
    strbuf_printf(&text, ". The journal %s goes on from here", run->options->journal);
    return strbuf_take(&text);
}

static void add_state(const struct live_run *run, struct err *err)
{
    scope_free char *state = say_state(run);
    if (!err || err->kind == ERR_NONE)
        return;
    char *all = alloc_printf("%s. %s", err_text(err), state);
    free(err->text);
    err->text = all;
}

// --- all of it ---------------------------------------------------------------------------------

static int do_step(struct live_run *run, size_t index, struct err *err)
{
    if (interrupt_pending())
        return err_interrupted(err);
    return run->moves->list[index].kind == MOVE_MIGRATE ? live_step_migrate(run, index, err)
                                                        : live_step_ask(run, index, err);
}

static int do_steps(struct live_run *run, struct err *err)
{
    int result = verify_done(run, err);
    for (size_t i = 0; i < run->moves->count && result == 0; i++)
        if (run->journal.steps[i] != LIVE_DONE)
            result = do_step(run, i, err);
    if (result < 0)
        add_state(run, err);
    return result;
}

int live_moves_apply(const struct estate *estate, const struct moves *moves,
                     const struct live_moves_options *options, struct err *err)
{
    struct live_run run = {.estate = estate, .moves = moves, .options = options};
    int result = check_uris(estate, moves, err);
    if (result == 0)
        result = live_journal_open(options->journal, estate, moves, options->downtime_allowed_s,
                                   &run.journal, err);
    if (result < 0)
        return result;
    run.where = alloc_zeroed(estate->guest_count + 1, sizeof *run.where);
    live_hosts_init(&run.hosts, estate);
    place_guests(&run);
    result = do_steps(&run, err);
    live_hosts_done(&run.hosts);
    live_journal_done(&run.journal);
    free(run.where);
    return result;
}

int live_moves_resume(const struct live_moves_options *options, struct err *err)
{
    struct live_record record;
    int result = live_journal_read(options->journal, &record, err);
    if (result < 0)
        return result;
    struct live_moves_options own = *options;
    own.downtime_allowed_s = record.downtime_allowed_s;
    result = live_moves_apply(&record.estate, &record.moves, &own, err);
    live_record_done(&record);
    return result;
}
