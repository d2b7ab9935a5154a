// SPDX-License-Identifier: GPL-3.0-or-later
// One step: look, note, do, look, note.
#include <errno.h>
#include <math.h>

#include "collector/vir_migration.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "live/live_look.h"
#include "live/live_run.h"

enum {
    SETTLE_S = 20, // both hosts may need that long to agree after one of them was lost
    // A migration that takes longer than this and ten times what was predicted never ends.
    PATIENCE_S = 600,
    PATIENCE_FACTOR = 10,
};

static bool is_off(const struct live_run *run, const struct move *move)
{
    return run->estate->guests[move->guest].is_off;
}

static char *say_look(const struct live_run *run, const struct move *move,
                      const struct live_look *look)
{
    return live_look_words(look, live_run_guest(run, move), live_run_host(run, move->from),
                           live_run_host(run, move->to));
}

static struct live_step blank_step(const struct live_run *run, const struct move *move)
{
    return (struct live_step){
        .guest = live_run_guest(run, move),
        .from = live_run_host(run, move->from),
        .to = live_run_host(run, move->to),
        .predicted_s = move->seconds.value,
        .predicted_downtime_s = move->downtime_s.value,
        .seconds = NAN,
        .downtime_s = NAN,
        .moved_bytes = NAN,
    };
}

static void take_result(struct live_step *step, const struct vir_migration_result *result)
{
    step->seconds = result->seconds;
    step->downtime_s = result->downtime_s;
    step->moved_bytes = result->moved_bytes;
}

// --- words -------------------------------------------------------------------------------------

static char *say_seconds(const char *before, double seconds)
{
    return isfinite(seconds) ? alloc_printf("%s%.2f s", before, seconds) : alloc_copy("");
}

static void say_done(const struct live_run *run, const struct live_step *step, const char *how)
{
    scope_free char *time = say_seconds(" in ", step->seconds);
    scope_free char *downtime = say_seconds(", stopped for ", step->downtime_s);
    scope_free char *predicted = say_seconds(" (predicted ", step->predicted_s);
    scope_free char *predicted_downtime = say_seconds(", ", step->predicted_downtime_s);
    live_run_say(run, step, "%s: %s to %s%s%s%s%s%s%s", step->guest, step->from, step->to, how,
                 time, downtime, predicted, *predicted ? predicted_downtime : "",
                 *predicted ? ")" : "");
}

struct progress {
    const struct live_run *run;
    const struct move *move;
};

static void tell_progress(void *context, double seconds, double moved_bytes, double left_bytes)
{
    const struct progress *progress = context;
    const struct live_moves_options *options = progress->run->options;
    char moved[UNITS_TEXT_SIZE], left[UNITS_TEXT_SIZE];
    if (!options->progressed || isnan(moved_bytes) || isnan(left_bytes))
        return;
    units_format_bytes(moved, (uint64_t)moved_bytes);
    units_format_bytes(left, (uint64_t)left_bytes);
    scope_free char *words = alloc_printf(
        "%s to %s: %s sent, %s left, %.0f s", live_run_guest(progress->run, progress->move),
        live_run_host(progress->run, progress->move->to), moved, left, seconds);
    options->progressed(options->context, words);
}

// --- a migration -------------------------------------------------------------------------------

static int finish(struct live_run *run, size_t index, struct live_step *step, const char *how,
                  struct err *err)
{
    const struct move *move = &run->moves->list[index];
    int result = live_journal_note(&run->journal, index, LIVE_DONE, step, NULL, err);
    if (result < 0)
        return result;
    run->where[move->guest] = move->to;
    say_done(run, step, how);
    return 0;
}

// Found done: by us before we were killed, or by somebody else.
static int finish_found(struct live_run *run, size_t index, struct err *err)
{
    const struct move *move = &run->moves->list[index];
    struct live_step step = blank_step(run, move);
    virConnectPtr to;
    if (live_hosts_reach(&run->hosts, move->to, &to, NULL) == 0) {
        const struct vir_migration_result result = vir_migration_recall(to, step.guest);
        take_result(&step, &result);
    }
    return finish(run, index, &step, " found done", err);
}

// The reason, and where the guest is. What is unclear, or cannot be noted, stays begun in the
// journal: whoever goes on looks again.
static int fail(struct live_run *run, size_t index, enum live_event event, struct err *own,
                struct err *err)
{
    const struct move *move = &run->moves->list[index];
    struct live_look look;
    enum live_verdict verdict =
        live_look_settle(&run->hosts, move, is_off(run, move), SETTLE_S, false, &look);
    if (verdict == LIVE_AT_DESTINATION) {
        err_done(own);
        return finish_found(run, index, err);
    }
    scope_free char *where = say_look(run, move, &look);
    if (verdict == LIVE_AT_SOURCE)
        live_journal_note(&run->journal, index, event, NULL, err_text(own), NULL);
    scope_free char *why = alloc_copy(err_text(own));
    scope_free char *all =
        alloc_printf("%s, %s to %s: %s. %s", live_run_guest(run, move),
                     live_run_host(run, move->from), live_run_host(run, move->to), why, where);
    free(own->text);
    own->text = scope_take(all);
    int code = -own->code;
    err_move(err, own);
    return code;
}

static int call_libvirt(struct live_run *run, const struct move *move,
                        struct vir_migration_result *ret_result, struct err *err)
{
    virConnectPtr from, to;
    struct progress progress = {run, move};
    double predicted_s = isfinite(move->seconds.value) ? move->seconds.value : 0;
    const struct vir_migration migration = {
        .guest = live_run_guest(run, move),
        .to_uri = run->estate->hosts[move->to].uri,
        .is_off = is_off(run, move),
        .downtime_allowed_s = run->options->downtime_allowed_s,
        .bandwidth_bits_hz = run->options->bandwidth_bits_hz,
        .slows_guest = !move->converges,
        .most_s = PATIENCE_S + PATIENCE_FACTOR * predicted_s,
        .said = tell_progress,
        .context = &progress,
    };
    int result = live_hosts_reach(&run->hosts, move->from, &from, err);
    if (result == 0)
        result = live_hosts_reach(&run->hosts, move->to, &to, err);
    return result < 0 ? result : vir_migrate(from, to, &migration, ret_result, err);
}

// libvirt said that it is done: both hosts must say so, too.
static int look_after(struct live_run *run, size_t index, struct live_step *step, struct err *err)
{
    const struct move *move = &run->moves->list[index];
    struct live_look look;
    if (live_look_settle(&run->hosts, move, is_off(run, move), SETTLE_S, false, &look) ==
        LIVE_AT_DESTINATION)
        return finish(run, index, step, "", err);
    scope_free char *where = say_look(run, move, &look);
    return err_host(err, NULL, "%s, %s to %s: libvirt calls it done, but %s", step->guest,
                    step->from, step->to, where);
}

static int migrate(struct live_run *run, size_t index, struct err *err)
{
    const struct move *move = &run->moves->list[index];
    struct live_step step = blank_step(run, move);
    struct vir_migration_result figures;
    struct err own = {0};
    int result = live_check_arrival(run, move, err);
    if (result < 0)
        return err_prefix(err, "%s, %s to %s", step.guest, step.from, step.to);
    result = live_journal_note(&run->journal, index, LIVE_BEGUN, NULL, NULL, err);
    if (result < 0)
        return result;
    result = call_libvirt(run, move, &figures, &own);
    if (result < 0)
        return fail(run, index, result == -EINTR ? LIVE_ABORTED : LIVE_FAILED, &own, err);
    take_result(&step, &figures);
    return look_after(run, index, &step, err);
}

// One that another run of ours began and did not see the end of.
static enum live_verdict look_before(struct live_run *run, size_t index, struct live_look *ret_look)
{
    const struct move *move = &run->moves->list[index];
    if (run->journal.steps[index] != LIVE_BEGUN) {
        *ret_look = live_look(&run->hosts, move);
        return live_look_judge(ret_look, is_off(run, move));
    }
    live_run_say(run, NULL, "%s: its migration to %s was begun; looking where it is",
                 live_run_guest(run, move), live_run_host(run, move->to));
    enum live_verdict verdict =
        live_look_settle(&run->hosts, move, is_off(run, move), SETTLE_S, true, ret_look);
    virConnectPtr from;
    if (verdict != LIVE_UNDER_WAY || !interrupt_pending() ||
        live_hosts_reach(&run->hosts, move->from, &from, NULL) < 0)
        return verdict;
    vir_migration_abort(from, live_run_guest(run, move));
    return verdict;
}

// A guest whose migration we led until we were killed may be left stopped with all of its memory.
static const char *say_way_out(const struct live_look *look)
{
    if (look->from.is_busy || look->to.is_busy)
        return "; another job of it is under way";
    return look->from.state == VIR_GUEST_LEFT && look->to.answers &&
                   look->to.state == VIR_GUEST_ABSENT
               ? "; virsh resume lets it go on there"
               : "";
}

int live_step_migrate(struct live_run *run, size_t index, struct err *err)
{
    const struct move *move = &run->moves->list[index];
    struct live_look look;
    enum live_verdict verdict = look_before(run, index, &look);
    if (interrupt_pending())
        return err_interrupted(err);
    if (verdict == LIVE_AT_SOURCE)
        return migrate(run, index, err);
    if (verdict == LIVE_AT_DESTINATION)
        return finish_found(run, index, err);
    scope_free char *where = say_look(run, move, &look);
    return err_host(err, NULL, "%s, %s to %s: %s%s", live_run_guest(run, move),
                    live_run_host(run, move->from), live_run_host(run, move->to), where,
                    say_way_out(&look));
}
