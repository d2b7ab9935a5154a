// SPDX-License-Identifier: GPL-3.0-or-later
// From what guests say of their memory to balloons of that size.
#include "bench/balloon.h"

#include <errno.h>
#include <stdlib.h>

#include "bench/fleet.h"
#include "bench/platform_verbs.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/scope.h"

#define MIB           (UINT64_C(1) << 20)
#define ROOM_BYTES    (16 * MIB)
#define DEADLINE_NS   (20 * CLOCK_NS_PER_SECOND)
#define LOOK_AGAIN_NS (50 * CLOCK_NS_PER_MS)

// One guest on its way: asked when its driver has told of a moment after `since`, then waited for.
struct fitting {
    uint64_t all_bytes, goal_bytes, has_bytes;
    bool is_asked, is_there;
};

static uint64_t goal_of(const struct platform_memory *memory)
{
    uint64_t room = memory->all_bytes / 8 > ROOM_BYTES ? memory->all_bytes / 8 : ROOM_BYTES;
    uint64_t spare = memory->usable_bytes > room ? memory->usable_bytes - room : 0;
    return memory->has_bytes > spare ? memory->has_bytes - spare : memory->has_bytes;
}

static int look_at(struct platform *platform, struct guest *guest, int64_t since_s,
                   struct fitting *fitting, struct err *err)
{
    const struct platform_verbs *verbs = platform->ops->verbs;
    struct platform_memory memory;
    int result = verbs->read_memory(platform, &guest->os, &memory, err);
    if (result < 0)
        return result;
    fitting->all_bytes = memory.all_bytes;
    fitting->has_bytes = memory.has_bytes;
    if (!fitting->is_asked && memory.told_at_s > since_s) {
        fitting->goal_bytes = goal_of(&memory);
        fitting->is_asked = true;
        result = verbs->set_memory(platform, &guest->os, fitting->goal_bytes, err);
    }
    fitting->is_there = fitting->is_asked && fitting->has_bytes <= fitting->goal_bytes;
    return result;
}

// How many are not there yet, or negative errno.
static int look_at_all(struct platform *platform, struct fleet *fleet, int64_t since_s,
                       struct fitting *fittings, struct err *err)
{
    int left = 0;
    for (uint32_t i = 0; i < fleet_guest_count(fleet); i++) {
        struct guest *guest = fleet_guest(fleet, i);
        if (fittings[i].is_there || guest->phase == GUEST_LOST)
            continue;
        int result = look_at(platform, guest, since_s, &fittings[i], err);
        if (result < 0)
            return result;
        left += !fittings[i].is_there;
    }
    return left;
}

static void note(struct step_record *record, uint32_t index, const struct fitting *fitting)
{
    uint64_t returned =
        fitting->all_bytes > fitting->has_bytes ? fitting->all_bytes - fitting->has_bytes : 0;
    const struct figure_record figure = {
        .guest = index,
        .name = alloc_copy(BALLOON_FIGURE),
        .unit = alloc_copy("B"),
        .higher_is_better = true,
        .at_ns = clock_realtime_ns(),
        .value = (double)returned,
    };
    step_record_add_figure(record, &figure);
}

// A guest that never tells of its memory has no driver of a balloon.
static int note_all(struct fleet *fleet, const struct fitting *fittings, struct step_record *record,
                    struct err *err)
{
    for (uint32_t i = 0; i < fleet_guest_count(fleet); i++) {
        if (fleet_guest(fleet, i)->phase == GUEST_LOST)
            continue;
        if (!fittings[i].is_asked)
            return err_host(
                err, NULL,
                "memory backing balloon: guest %u does not tell of its memory: it has no "
                "driver of a balloon",
                i);
        note(record, i, &fittings[i]);
    }
    return 0;
}

int balloon_fit(struct platform *platform, struct fleet *fleet, struct step_record *record,
                struct err *err)
{
    uint64_t deadline_ns = clock_monotonic_ns() + DEADLINE_NS;
    int64_t since_s = clock_realtime_ns() / (int64_t)CLOCK_NS_PER_SECOND;
    scope_free struct fitting *fittings =
        alloc_zeroed(fleet_guest_count(fleet), sizeof(fittings[0]));
    int left;
    while ((left = look_at_all(platform, fleet, since_s, fittings, err)) > 0) {
        if (interrupt_pending())
            return err_interrupted(err);
        if (clock_monotonic_ns() >= deadline_ns)
            break;
        clock_sleep_until_ns(clock_monotonic_ns() + LOOK_AGAIN_NS);
    }
    return left < 0 ? left : note_all(fleet, fittings, record, err);
}
