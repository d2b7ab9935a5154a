// SPDX-License-Identifier: GPL-3.0-or-later
// A list under a lock: figures are few.
#include "workloads/linux/figures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"

void figures_init(struct figures *figures)
{
    *figures = (struct figures){.lock = PTHREAD_MUTEX_INITIALIZER};
}

void figures_done(struct figures *figures)
{
    for (size_t i = 0; i < figures->count; i++) {
        free(figures->list[i].name);
        free(figures->list[i].unit);
    }
    free(figures->list);
    pthread_mutex_destroy(&figures->lock);
}

void figures_add(struct figures *figures, const char *name, const char *unit, bool higher_is_better,
                 double value)
{
    if (!isfinite(value))
        return;
    pthread_mutex_lock(&figures->lock);
    figures->list = alloc_resized(figures->list, figures->count + 1, sizeof *figures->list);
    figures->list[figures->count++] = (struct wire_figure){
        .name = alloc_copy(name),
        .unit = alloc_copy(unit),
        .higher_is_better = higher_is_better,
        .value = value,
    };
    pthread_mutex_unlock(&figures->lock);
}

bool figures_take(struct figures *figures, struct wire_figure *ret_figure)
{
    bool found;

    pthread_mutex_lock(&figures->lock);
    found = figures->count > 0;
    if (found) {
        *ret_figure = figures->list[0];
        figures->count--;
        memmove(figures->list, figures->list + 1, figures->count * sizeof *figures->list);
    }
    pthread_mutex_unlock(&figures->lock);
    return found;
}
