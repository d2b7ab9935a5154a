// SPDX-License-Identifier: GPL-3.0-or-later
// A span of sizes, read and written.
#include "common/model/scenario_curve.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/model/exact.h"
#include "common/model/scenario.h"

#define TIB (UINT64_C(1) << 40)

static int check(const char *text, uint64_t min_bytes, uint64_t max_bytes, struct err *err)
{
    if (min_bytes < SCENARIO_CURVE_LEAST_BYTES || max_bytes > TIB)
        return err_input(err, "'%s': sizes lie between 4 KiB and 1 TiB", text);
    if (max_bytes < 2 * min_bytes)
        return err_input(err, "'%s': the second size is at least twice the first", text);
    return 0;
}

int scenario_curve_set(struct scenario *scenario, const char *text, struct err *err)
{
    const char *dots = strstr(text, "..");
    uint64_t min_bytes, max_bytes;
    if (!dots)
        return err_input(err, "'%s' is no span of sizes, as 16KiB..128MiB", text);
    scope_free char *first = alloc_printf("%.*s", (int)(dots - text), text);
    int result = units_parse_bytes(first, &min_bytes, err);
    if (result == 0)
        result = units_parse_bytes(dots + 2, &max_bytes, err);
    if (result == 0)
        result = check(text, min_bytes, max_bytes, err);
    if (result < 0)
        return result;
    scenario->curve_min_bytes = min_bytes;
    scenario->curve_max_bytes = max_bytes;
    return 0;
}

char *scenario_curve_get(const struct scenario *scenario)
{
    if (scenario->curve_max_bytes == 0)
        return NULL;
    scope_free char *first = exact_bytes(scenario->curve_min_bytes);
    scope_free char *last = exact_bytes(scenario->curve_max_bytes);
    return alloc_printf("%s..%s", first, last);
}
