// SPDX-License-Identifier: GPL-3.0-or-later
// Two readings of /proc and their difference.
#include "bench/step_cost.h"

#include <stdint.h>
#include <stdlib.h>

#include "bench/fleet.h"
#include "collector/process.h"
#include "collector/process_tree.h"
#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/model/record.h"

static const struct procfs this_host = {.root = ""};

// UINT64_MAX: not told.
struct reading {
    uint64_t cpu_ns, switches;
};

struct step_cost {
    struct reading *before; // of each guest
};

static struct reading read_process(pid_t pid)
{
    struct reading reading = {.cpu_ns = UINT64_MAX, .switches = UINT64_MAX};
    if (pid > 0) {
        process_tree_cpu_ns(&this_host, pid, &reading.cpu_ns);
        process_switches(&this_host, pid, &reading.switches);
    }
    return reading;
}

struct step_cost *step_cost_begin(struct fleet *fleet)
{
    uint32_t guests = fleet_guest_count(fleet);
    struct step_cost *cost = alloc_zeroed(1, sizeof *cost);
    cost->before = alloc_zeroed(guests, sizeof *cost->before);
    for (uint32_t i = 0; i < guests; i++)
        cost->before[i] = read_process(fleet_guest(fleet, i)->os.pid);
    return cost;
}

// Where threads ended meanwhile there may be less than before: then nobody knows.
static void note_wakeups(uint32_t guest, const struct reading *before, const struct reading *after,
                         struct step_record *step)
{
    if (before->switches == UINT64_MAX || after->switches == UINT64_MAX ||
        after->switches < before->switches || step->measured_ns <= 0)
        return;
    const struct figure_record figure = {
        .guest = guest,
        .name = alloc_copy(RECORD_FIGURE_WAKEUPS),
        .unit = alloc_copy("1/s"),
        .at_ns = clock_realtime_ns(),
        .value = (double)(after->switches - before->switches) * (double)CLOCK_NS_PER_SECOND /
                 (double)step->measured_ns,
    };
    step_record_add_figure(step, &figure);
}

void step_cost_end(const struct step_cost *cost, struct fleet *fleet, struct step_record *step)
{
    for (uint32_t i = 0; i < fleet_guest_count(fleet); i++) {
        struct guest *guest = fleet_guest(fleet, i);
        const struct reading *before = &cost->before[i], after = read_process(guest->os.pid);
        uint64_t pss_bytes;
        bool is_told = before->cpu_ns != UINT64_MAX && after.cpu_ns != UINT64_MAX;
        // Less than before, where a program's own child ended and nobody waited for it: unknown.
        if (is_told && after.cpu_ns >= before->cpu_ns)
            guest->record.host_cpu_ns = (int64_t)(after.cpu_ns - before->cpu_ns);
        if (guest->os.pid > 0 && process_tree_pss_bytes(&this_host, guest->os.pid, &pss_bytes) == 0)
            guest->record.host_memory_bytes = (int64_t)pss_bytes;
        note_wakeups(i, before, &after, step);
    }
}

void step_cost_free(struct step_cost *cost)
{
    if (!cost)
        return;
    free(cost->before);
    free(cost);
}
