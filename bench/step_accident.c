// SPDX-License-Identifier: GPL-3.0-or-later
// Tells the guest, or kills its process.
#include "bench/step_accident.h"

#include <errno.h>
#include <signal.h>

#include "bench/fleet.h"
#include "bench/step.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/model/record.h"

enum { BEFALLEN };

static int kill_guest(const struct guest *guest, struct err *err)
{
    if (guest->os.pid <= 0)
        return err_host(err, "run it on this host's own hypervisor, without --connect",
                        "fault: kill needs the guest's process, and nobody tells it here");
    if (kill(guest->os.pid, SIGKILL) < 0)
        return err_system(err, errno, "killing process %d", (int)guest->os.pid);
    return 0;
}

static int commit(struct guest *guest, const struct step_accident *accident, struct err *err)
{
    const struct wire_message message = {
        .type = WIRE_ACCIDENT,
        .accident = {.kind = accident->kind, .limit_bytes = accident->limit_bytes},
    };
    if (accident->kind == ACCIDENT_KILL)
        return kill_guest(guest, err);
    if (accident_is_inside(accident->kind))
        guest_say(guest, &message, guest->phase);
    return 0;
}

static void note_window(struct step_record *step, uint32_t window)
{
    const struct figure_record figure = {
        .guest = BEFALLEN,
        .name = alloc_copy(RECORD_FIGURE_ACCIDENT),
        .unit = alloc_copy(""),
        .at_ns = clock_realtime_ns(),
        .value = step->warmup_windows + window,
    };
    step_record_add_figure(step, &figure);
}

int step_accident_commit(struct fleet *fleet, const struct step_plan *plan,
                         struct step_record *step, struct err *err)
{
    const struct step_accident *accident = plan->accident;
    int result = fleet_listen_until(fleet, clock_monotonic_ns() + plan->window_ns / 2, err);
    if (result < 0)
        return result;
    // Nothing happens to a guest to which nothing happens: it is waited for like any other.
    if (accident->kind != ACCIDENT_NONE)
        fleet_excuse(fleet, BEFALLEN);
    note_window(step, accident->window);
    return commit(fleet_guest(fleet, BEFALLEN), accident, err);
}

int step_accident_check(struct fleet *fleet, const struct step_plan *plan, struct err *err)
{
    const struct guest *guest = fleet_guest(fleet, BEFALLEN);
    if (!guest->is_excused || !guest->is_unable)
        return 0;
    return err_host(err, NULL, "fault: %s cannot befall this guest: %s",
                    accident_name(plan->accident->kind), guest->record.reason);
}
