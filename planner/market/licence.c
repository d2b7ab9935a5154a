// SPDX-License-Identifier: GPL-3.0-or-later
// How many packs a host needs. Sockets and cores are counted whole: a started pack is a pack.
#include "planner/market/licence.h"

#include <math.h>
#include <stdlib.h>

#include "planner/market/host_model.h"

void licence_init(struct licence *licence)
{
    *licence = (struct licence){
        .by = LICENCE_HOST,
        .price = uncertain_absent(),
        .pack = 1,
    };
}

void licence_done(struct licence *licence)
{
    if (!licence)
        return;
    free(licence->name);
    free(licence->platform);
    free(licence->class);
    *licence = (struct licence){0};
}

const char *licence_metric_name(enum licence_metric metric)
{
    static const char *const names[] = {
#define X(name, word) [LICENCE_##name] = word,
        LICENCE_METRICS(X)
#undef X
    };
    return names[metric];
}

// Both minimums hold: of every socket, then of the host.
static double counted_cores(const struct licence *licence, const struct host_model *model)
{
    double sockets = fmax(model->sockets, 1);
    double per_socket = fmax(model->cores / sockets, licence->minimum_per_socket);
    return fmax(per_socket * sockets, licence->minimum_per_host);
}

double licence_packs(const struct licence *licence, const struct host_model *model)
{
    double pack = fmax(licence->pack, 1);
    switch (licence->by) {
    case LICENCE_CORE:
        return ceil(counted_cores(licence, model) / pack);
    case LICENCE_SOCKET:
        return ceil(fmax(model->sockets, 1) / pack);
    case LICENCE_HOST:
        return 1;
    case LICENCE_GUEST:
    case LICENCE_METRIC_COUNT:
        break;
    }
    return 0;
}
