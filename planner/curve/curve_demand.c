// SPDX-License-Identifier: GPL-3.0-or-later
// What runs tell of the guests they were made with, for classes that leave it unsaid.
#include <inttypes.h>
#include <string.h>

#include "common/base/alloc.h"
#include "planner/curve/curve.h"
#include "planner/demand/guest_class.h"

// Of several runs of a campaign the first: they are of the same guests.
static const struct density_curve *curve_of(const struct curves *curves, const char *word)
{
    for (size_t i = 0; word && i < curves->count; i++)
        if (strcmp(curves->list[i].word, word) == 0)
            return &curves->list[i];
    return NULL;
}

static bool uses_disk(const struct load *load)
{
    return load->workload && strcmp(load->workload, "disk") == 0;
}

// A class with other guests than its run's says so: their number is then that of the run's guests.
static void note_difference(struct guest_class *class, const struct density_curve *curve)
{
    uint32_t vcpus = curve->scenario.shape.vcpus;
    if (class->vcpus == vcpus)
        return;
    record_set(&class->source,
               alloc_printf("%s (%" PRIu32 " vCPUs, where run %" PRId64 " had %" PRIu32 ")",
                            class->source, class->vcpus, curve->run.id, vcpus));
}

static void complete(struct guest_class *class, const struct density_curve *curve)
{
    const struct scenario *scenario = &curve->scenario;
    if (class->vcpus == 0)
        class->vcpus = scenario->shape.vcpus;
    if (!(class->memory_bytes > 0))
        class->memory_bytes = (double)scenario->shape.memory_bytes;
    if (!(class->disk_bytes > 0) && uses_disk(&scenario->load))
        class->disk_bytes = (double)scenario->disk.bytes;
    if (!class->source || !*class->source)
        record_set(&class->source, alloc_printf("scenario of run %" PRId64, curve->run.id));
    note_difference(class, curve);
}

void curves_complete_demand(const struct curves *curves, struct demand *demand)
{
    for (size_t c = 0; c < demand->count; c++) {
        const struct density_curve *curve = curve_of(curves, demand->list[c].run);
        if (curve)
            complete(&demand->list[c], curve);
    }
}
