// SPDX-License-Identifier: GPL-3.0-or-later
// Steps that the user does: found done, or told, and then nothing goes on that needs them.
#include "collector/vir_guest.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "live/live_run.h"

static int note_done(struct live_run *run, size_t index, const char *words, struct err *err)
{
    int result = live_journal_note(&run->journal, index, LIVE_DONE, NULL, words, err);
    if (result == 0)
        live_run_say(run, NULL, "%s", words);
    return result;
}

// Stops before it: what follows needs it.
static int ask(struct live_run *run, size_t index, const char *words, struct err *err)
{
    int result = live_journal_note(&run->journal, index, LIVE_TOLD, NULL, words, err);
    return result < 0 ? result : err_host(err, NULL, "%s", words);
}

static int switch_on(struct live_run *run, size_t index, const char *host, struct err *err)
{
    virConnectPtr connection;
    const struct move *move = &run->moves->list[index];
    bool answers = live_hosts_reach(&run->hosts, move->to, &connection, NULL) == 0;
    scope_free char *words =
        answers ? alloc_printf("%s is on", host)
                : alloc_printf("%s does not answer: switch it on, then go on", host);
    return answers ? note_done(run, index, words, err) : ask(run, index, words, err);
}

static int switch_off(struct live_run *run, size_t index, const char *host, struct err *err)
{
    int result = live_check_empty(run, run->moves->list[index].to, err);
    if (result < 0)
        return err_prefix(err, "%s is to be switched off", host);
    scope_free char *words = alloc_printf("%s runs no guest any more: switch it off", host);
    return note_done(run, index, words, err);
}

static int maintain(struct live_run *run, size_t index, const char *host, struct err *err)
{
    virConnectPtr connection;
    const struct move *move = &run->moves->list[index];
    bool was_told = run->journal.steps[index] == LIVE_TOLD;
    int result = was_told ? 0 : live_check_empty(run, move->to, err);
    if (result < 0)
        return err_prefix(err, "%s is to be maintained", host);
    if (was_told && live_hosts_reach(&run->hosts, move->to, &connection, NULL) == 0) {
        scope_free char *words = alloc_printf("%s answers again: taken as maintained", host);
        return note_done(run, index, words, err);
    }
    scope_free char *words =
        was_told ? alloc_printf("%s does not answer yet after its maintenance", host)
                 : alloc_printf("%s runs no guest any more: maintain it, then go on", host);
    return ask(run, index, words, err);
}

static int start_guest(struct live_run *run, size_t index, const char *host, struct err *err)
{
    virConnectPtr connection;
    bool is_busy;
    enum vir_guest_state state = VIR_GUEST_ABSENT;
    const struct move *move = &run->moves->list[index];
    const char *guest = live_run_guest(run, move);
    int result = live_hosts_reach(&run->hosts, move->to, &connection, err);
    if (result == 0)
        result = vir_guest_look(connection, guest, &state, &is_busy, err);
    if (result < 0)
        return result;
    bool runs = state == VIR_GUEST_RUNNING;
    scope_free char *words =
        runs ? alloc_printf("%s runs on %s", guest, host)
             : alloc_printf("%s runs nowhere: start it on %s, then go on", guest, host);
    result = runs ? note_done(run, index, words, err) : ask(run, index, words, err);
    if (result == 0)
        run->where[move->guest] = move->to;
    return result;
}

int live_step_ask(struct live_run *run, size_t index, struct err *err)
{
    const struct move *move = &run->moves->list[index];
    const char *host = live_run_host(run, move->to);
    switch (move->kind) {
    case MOVE_SWITCH_ON:
        return switch_on(run, index, host, err);
    case MOVE_SWITCH_OFF:
        return switch_off(run, index, host, err);
    case MOVE_MAINTAIN:
        return maintain(run, index, host, err);
    case MOVE_START:
        return start_guest(run, index, host, err);
    case MOVE_MIGRATE:
        break;
    }
    return 0;
}
