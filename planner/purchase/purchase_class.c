// SPDX-License-Identifier: GPL-3.0-or-later
// Looks classes up on the basis of the best choice.
#include "planner/purchase/purchase_class.h"

#include <math.h>

#include "common/base/strbuf.h"

static const struct class_capacity *capacity_of(const struct purchase *purchase, size_t class)
{
    return &purchase->options.list[purchase->choices[0].option].basis->classes[class];
}

bool purchase_class_is_measured(const struct purchase *purchase, size_t class)
{
    return isfinite(capacity_of(purchase, class)->guests.value);
}

static bool has_cpu_time(const struct purchase *purchase, size_t class)
{
    return isfinite(purchase->plan->demand.list[class].cpu.mean_cores.value);
}

bool purchase_class_is_told(const struct purchase *purchase, size_t class)
{
    return !purchase_class_is_measured(purchase, class) && has_cpu_time(purchase, class);
}

bool purchase_class_is_untold(const struct purchase *purchase, size_t class)
{
    return !purchase_class_is_measured(purchase, class) && !has_cpu_time(purchase, class);
}

bool purchase_class_is_at_least(const struct purchase *purchase, size_t class)
{
    const struct class_capacity *capacity = capacity_of(purchase, class);
    return purchase_class_is_measured(purchase, class) && capacity->is_at_least &&
           !capacity->is_extrapolated;
}

bool purchase_class_is_extrapolated(const struct purchase *purchase, size_t class)
{
    return purchase_class_is_measured(purchase, class) &&
           capacity_of(purchase, class)->is_extrapolated;
}

char *purchase_class_list(const struct purchase *purchase, purchase_class_test *test)
{
    struct strbuf out = {0};
    for (size_t c = 0; c < purchase->plan->demand.count; c++)
        if (test(purchase, c))
            strbuf_printf(&out, "%s%s", out.length ? ", " : "",
                          purchase->plan->demand.list[c].name);
    return strbuf_take(&out);
}
