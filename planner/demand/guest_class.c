// SPDX-License-Identifier: GPL-3.0-or-later
// Classes of guests as plain data.
#include "planner/demand/guest_class.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"

void guest_class_init(struct guest_class *class)
{
    *class = (struct guest_class){
        .count = uncertain_exact(0, ORIGIN_STATED),
        .growth = uncertain_exact(0, ORIGIN_STATED),
        .vcpus = 1,
        .disk_hz = NAN,
        .network_bits_hz = NAN,
        .cpu = {.mean_cores = uncertain_absent(),
                .p95_cores = NAN,
                .peak_cores = NAN,
                .core_score = NAN},
        .scale = 1,
    };
}

void guest_class_done(struct guest_class *class)
{
    if (!class)
        return;
    free(class->name);
    free(class->run);
    free(class->source);
    *class = (struct guest_class){0};
}

void demand_add(struct demand *demand, const struct guest_class *class)
{
    demand->list = alloc_resized(demand->list, demand->count + 1, sizeof *demand->list);
    demand->list[demand->count++] = *class;
}

void demand_note(struct demand *demand, char *note)
{
    demand->notes = alloc_resized(demand->notes, demand->note_count + 1, sizeof *demand->notes);
    demand->notes[demand->note_count++] = note;
}

void demand_done(struct demand *demand)
{
    if (!demand)
        return;
    for (size_t i = 0; i < demand->count; i++)
        guest_class_done(&demand->list[i]);
    for (size_t i = 0; i < demand->note_count; i++)
        free(demand->notes[i]);
    free(demand->notes);
    free(demand->list);
    *demand = (struct demand){0};
}
