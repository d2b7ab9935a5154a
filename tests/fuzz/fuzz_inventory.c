// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as an inventory: refused with one word and nothing added, or classes that are whole,
// few, and together as many guests as the file has.
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "planner/demand/inventory.h"

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition))                                                                          \
            abort();                                                                               \
    } while (0)

static void check_class(const struct guest_class *class)
{
    const struct cpu_demand *cpu = &class->cpu;
    REQUIRE(class->name && *class->name && class->source);
    REQUIRE(class->count.value >= 1 && class->count.value == floor(class->count.value));
    REQUIRE(class->vcpus >= 1 && class->vcpus <= 1024);
    REQUIRE(class->memory_bytes >= 1048576 && isfinite(class->memory_bytes));
    REQUIRE(class->disk_bytes >= 0 && isfinite(class->disk_bytes));
    REQUIRE(cpu->correlation >= 0 && cpu->correlation <= 1);
    REQUIRE(cpu->sd_cores >= 0 && isfinite(cpu->sd_cores));
    REQUIRE(isnan(cpu->mean_cores.value) || (cpu->mean_cores.low <= cpu->mean_cores.value &&
                                             cpu->mean_cores.value <= cpu->mean_cores.high));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct uncertain growth = uncertain_exact(0.1, ORIGIN_STATED);
    struct demand demand = {0};
    struct err err = {0};
    char *text = calloc(size + 1, 1);
    REQUIRE(text);
    memcpy(text, data, size);
    int result = inventory_parse("i.csv", text, size, &growth, &demand, &err);
    REQUIRE(result == 0 ? !*err_text(&err) && demand.count > 0 : *err_text(&err) && !demand.count);
    for (size_t i = 0; i < demand.count; i++)
        check_class(&demand.list[i]);
    demand_done(&demand);
    err_done(&err);
    free(text);
    return 0;
}
