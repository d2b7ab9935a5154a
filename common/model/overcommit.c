// SPDX-License-Identifier: GPL-3.0-or-later
// Ratios to guests and back.
#include "common/model/overcommit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

#define LEAST 0.01
#define MOST  1000.0

static int parse_ratio(const char *text, double *ret_ratio, struct err *err)
{
    static const char letters[] = "0123456789.";
    char *end = NULL;
    double ratio = *text && !text[strspn(text, letters)] ? strtod(text, &end) : NAN;
    if (!end || *end || isnan(ratio))
        return err_input(err, "'%s': vCPUs a CPU are wanted, as 1..4 or 1.5", text);
    if (ratio < LEAST || ratio > MOST)
        return err_input(err, "'%s' must lie between %g and %g vCPUs a CPU", text, LEAST, MOST);
    *ret_ratio = ratio;
    return 0;
}

int overcommit_parse(const char *text, struct overcommit *ret_overcommit, struct err *err)
{
    struct overcommit parsed;
    const char *dots = strstr(text, "..");
    scope_free char *first =
        dots ? alloc_printf("%.*s", (int)(dots - text), text) : alloc_copy(text);
    int r = parse_ratio(first, &parsed.min, err);
    if (r == 0)
        r = parse_ratio(dots ? dots + 2 : text, &parsed.max, err);
    if (r == 0 && parsed.min > parsed.max)
        r = err_input(err, "'%s' must rise, as 1..4", text);
    if (r == 0)
        *ret_overcommit = parsed;
    return r;
}

char *overcommit_format(const struct overcommit *overcommit)
{
    return alloc_printf("%.15g..%.15g", overcommit->min, overcommit->max);
}

uint32_t overcommit_units(double ratio, double usable_cpus, uint32_t vcpus)
{
    double units = round(ratio * usable_cpus / vcpus);
    return units < 1 ? 1 : units > UINT32_MAX ? UINT32_MAX : (uint32_t)units;
}

double overcommit_ratio(uint32_t units, uint32_t vcpus, double usable_cpus)
{
    return (double)units * vcpus / usable_cpus;
}
