// SPDX-License-Identifier: GPL-3.0-or-later
// What a guest costs the host, in sentences.
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/cost.h"
#include "reports/describe.h"
#include "reports/document_run.h"
#include "reports/quantity.h"

char *describe_marginal_memory(const struct document_run *run)
{
    const struct marginal_memory *marginal = &run->marginal_memory;
    bool seen = marginal->process_bytes.value > 0; // below zero is noise
    bool fell = marginal->available_bytes.value > 0;
    struct strbuf text = {0};
    if (seen) {
        scope_free char *bytes = quantity_compact(QUANTITY_BYTES, &marginal->process_bytes, true);
        strbuf_printf(
            &text,
            "One more guest takes %s of host memory: the slope of the guests' proportional "
            "set size over the densities%s.",
            bytes, marginal->steps < 3 ? " (no interval: two steps)" : "");
    }
    if (fell) {
        scope_free char *bytes = quantity_compact(QUANTITY_BYTES, &marginal->available_bytes, true);
        strbuf_printf(&text, "%s%s %s with each one more.", seen ? " " : "",
                      "The host's available memory fell by", bytes);
    }
    return text.length ? strbuf_take(&text) : NULL;
}

static const char *unit_of(const struct document_run *run)
{
    return run->scenario.tile.role_count > 0 ? "tile" : "guest";
}

char *describe_cpu_cost(const struct document_run *run)
{
    char offered[UNITS_TEXT_SIZE], counted[UNITS_TEXT_SIZE];
    for (size_t i = 0; i < run->density_count; i++) {
        const struct cost *cost = &run->costs[i];
        if (!isfinite(cost->over_count.value))
            continue;
        scope_free char *cpu = quantity_compact(QUANTITY_SHARE, &cost->cpu_ratio, true);
        scope_free char *over = quantity_compact(QUANTITY_TIMES, &cost->over_count, true);
        return alloc_printf("Offered %s of one guest's capacity; with %" PRIu32
                            " %s%s the agent counts %s of a core a guest, the host spends %s: "
                            "%s%s.",
                            quantity_format(offered, QUANTITY_SHARE, cost->offered.value),
                            cost->guests, unit_of(run), cost->guests == 1 ? "" : "s",
                            quantity_format(counted, QUANTITY_SHARE, cost->counted_ratio.value),
                            cpu, over,
                            isfinite(cost->over_count.low) ? "" : " (no interval: one boot)");
    }
    return NULL;
}
