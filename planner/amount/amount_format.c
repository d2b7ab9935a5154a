// SPDX-License-Identifier: GPL-3.0-or-later
// Amounts for people.
#include "planner/amount/amounts.h"

#include "common/base/alloc.h"
#include "common/base/units.h"

const char *amount_name(enum amount_resource resource)
{
    static const char *const names[] = {
#define X(name, word, unit) word,
        AMOUNT_RESOURCES(X)
#undef X
    };
    return names[resource];
}

static char *format_cpu(enum policy_cpu policy, int64_t amount)
{
    static const char *const units[POLICY_CPU_COUNT] = {
        [POLICY_CPU_VCPUS] = "vCPUs",
        [POLICY_CPU_PEAK] = "cores",
        [POLICY_CPU_PERCENTILE] = "cores",
        [POLICY_CPU_MEAN] = "cores",
        [POLICY_CPU_CURVE] = "of the measured host",
    };
    double value = (double)amount / AMOUNT_MICRO;
    int digits = value < 10 ? 2 : value < 1000 ? 1 : 0;
    return alloc_printf("%.*f %s", digits, value, units[policy]);
}

char *amount_format(enum policy_cpu policy, enum amount_resource resource, int64_t amount)
{
    char text[UNITS_TEXT_SIZE];
    switch (resource) {
    case AMOUNT_CPU:
        return format_cpu(policy, amount);
    case AMOUNT_MEMORY:
    case AMOUNT_DISK:
        return alloc_copy(units_format_bytes(text, (uint64_t)amount));
    case AMOUNT_NETWORK:
        return alloc_printf("%sbit/s", units_format_number(text, (double)amount));
    default:
        return alloc_printf("%s/s", units_format_number(text, (double)amount));
    }
}
