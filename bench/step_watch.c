// SPDX-License-Identifier: GPL-3.0-or-later
// Sets a watch up for a step; what it reads is the collector's business.
#include "bench/step_watch.h"

#include <math.h>

#include "bench/fleet.h"
#include "bench/guest.h"
#include "bench/step.h"
#include "collector/procfs.h"
#include "collector/watch.h"
#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/model/tile.h"

static const struct procfs this_host = {.root = ""};

struct watch *step_watch_begin(void)
{
    struct watch *watch = watch_new(&(struct watch_options){.procfs = &this_host});
    watch_sample(watch);
    return watch;
}

void step_watch_guests(struct watch *watch, struct fleet *fleet, const struct step_plan *plan)
{
    for (uint32_t i = 0; i < plan->guests; i++) {
        const struct role *role = plan->tile ? tile_role_of(plan->tile, i) : NULL;
        const struct shape *shape = role ? &role->shape : &plan->shape;
        scope_free char *object = alloc_printf("guest %u", i);
        watch_add_guest(watch, object, fleet_guest(fleet, i)->os.pid, shape->vcpus, NULL);
    }
}

int64_t step_watch_memory_bytes(const struct telemetry *telemetry)
{
    const struct telemetry_series *available =
        telemetry_find(telemetry, "memory", "host", "memory_available_bytes");
    if (!available || available->count == 0)
        return RECORD_ABSENT;
    double first = available->points[0].value, least = first;
    for (size_t i = 1; i < available->count; i++)
        least = fmin(least, available->points[i].value);
    return (int64_t)(first - least);
}
