// SPDX-License-Identifier: GPL-3.0-or-later
// Whether two runs asked the same of the same guests: by what their scenarios say of shape and
// load, written out, so that a key that comes later is compared, too.
#include <string.h>

#include "common/base/scope.h"
#include "planner/curve/curve.h"

static char *demand_text(const struct scenario *scenario)
{
    struct scenario plain;
    scenario_init(&plain);
    plain.shape = scenario->shape;
    load_done(&plain.load);
    load_copy(&plain.load, &scenario->load);
    char *text = scenario_format(&plain);
    scenario_done(&plain);
    return text;
}

bool curve_is_alike(const struct density_curve *one, const struct density_curve *other)
{
    scope_free char *a = demand_text(&one->scenario), *b = demand_text(&other->scenario);
    return strcmp(a, b) == 0;
}
