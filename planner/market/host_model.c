// SPDX-License-Identifier: GPL-3.0-or-later
// Servers that can be bought: made empty and released. What is in a catalogue, catalogue*.c reads.
#include "planner/market/host_model.h"

#include <math.h>
#include <stdlib.h>

void host_model_init(struct host_model *model)
{
    *model = (struct host_model){
        .base_hz = NAN,
        .turbo_hz = NAN,
        .memory_bytes = NAN,
        .disk_bytes = NAN,
        .disk_hz = NAN,
        .nic_bits_hz = NAN,
        .price = {NAN, NAN, NAN, ORIGIN_STATED},
        .rack_units = 1,
        .score = NAN,
    };
    for (unsigned i = 0; i < POWER_POINTS; i++)
        model->watts[i] = NAN;
}

void host_model_done(struct host_model *model)
{
    if (!model)
        return;
    free(model->name);
    free(model->runs);
    *model = (struct host_model){0};
}

void catalogue_done(struct catalogue *catalogue)
{
    if (!catalogue)
        return;
    for (size_t i = 0; i < catalogue->count; i++)
        host_model_done(&catalogue->models[i]);
    free(catalogue->models);
    free(catalogue->name);
    free(catalogue->currency);
    *catalogue = (struct catalogue){0};
}
