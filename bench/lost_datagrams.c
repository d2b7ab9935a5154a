// SPDX-License-Identifier: GPL-3.0-or-later
// Adds up the figures of the network workload.
#include "bench/lost_datagrams.h"

#include <inttypes.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/model/record.h"

static double sum_of(const struct step_record *step, const char *name)
{
    double sum = 0;
    for (size_t i = 0; i < step->figure_count; i++)
        if (strcmp(step->figures[i].name, name) == 0)
            sum += step->figures[i].value;
    return sum;
}

char *lost_datagrams_describe(const struct step_record *step)
{
    double sent = sum_of(step, "datagrams_sent"), lost = sum_of(step, "datagrams_lost");
    if (!(lost > 0 && sent > 0))
        return NULL;
    return alloc_printf("%" PRIu32 " guest%s, boot %" PRIu32
                        ": %.0f of %.0f datagrams were lost (%.2g %%), warm-up included",
                        step->guests, step->guests == 1 ? "" : "s", step->repeat + 1, lost, sent,
                        lost / sent * 100);
}
