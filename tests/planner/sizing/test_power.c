// SPDX-License-Identifier: GPL-3.0-or-later
// Watts at, between and beyond the published points; 800 real servers for a day.
#include "planner/sizing/power.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"

static const double watts[POWER_POINTS] = {100, 130, 150, 170, 190, 210, 235, 260, 290, 320, 350};

Test(planner_power, is_what_was_published_at_every_tenth)
{
    for (int i = 0; i < POWER_POINTS; i++)
        cr_expect_float_eq(power_watts(watts, i / 10.0), watts[i], 1e-9, "%d", i);
}

Test(planner_power, is_a_straight_line_between_two_tenths)
{
    cr_expect_float_eq(power_watts(watts, 0.05), 115, 1e-9);
    cr_expect_float_eq(power_watts(watts, 0.42), 194, 1e-9);
    cr_expect_float_eq(power_watts(watts, 0.575), 228.75, 1e-9); // 210 + 25 x 0.75
    cr_expect_float_eq(power_watts(watts, 0.99), 347, 1e-9);
}

Test(planner_power, ends_at_idle_and_at_full_load)
{
    cr_expect_eq(power_watts(watts, 0), 100);
    cr_expect_eq(power_watts(watts, -0.1), 100);
    cr_expect_eq(power_watts(watts, 1), 350);
    cr_expect_eq(power_watts(watts, 1.7), 350);
    cr_expect_float_eq(power_watts(watts, nextafter(1, 0)), 350, 1e-9);
}

// name, then eleven numbers. 0 where the line is another.
static int read_server(const char *line, const char *name, double ret_watts[POWER_POINTS])
{
    if (strncmp(line, name, strlen(name)) != 0)
        return 0;
    const char *rest = strchr(line, ',');
    int count = 0;
    while (rest && count < POWER_POINTS) {
        ret_watts[count++] = strtod(rest + 1, NULL);
        rest = strchr(rest + 1, ',');
    }
    return count;
}

static void find_server(const char *csv, const char *name, double ret_watts[POWER_POINTS])
{
    int count = 0;
    for (const char *line = csv; line && !count; line = strchr(line, '\n')) {
        line += *line == '\n';
        count = read_server(line, name, ret_watts);
    }
    cr_assert_eq(count, POWER_POINTS, "%s: %d points", name, count);
}

Test(reference_specpower, eight_hundred_servers_at_full_power_for_a_day)
{
    const char *reference = getenv("FULLHOUSE_REFERENCE");
    if (!reference)
        cr_skip_test("FULLHOUSE_REFERENCE is not set");
    scope_free char *path = path_join(reference, "specpower/servers.csv");
    scope_free char *csv = NULL;
    struct err err = {0};
    cr_assert_eq(path_read(path, 1 << 20, &csv, NULL, &err), 0, "%s", err_text(&err));
    double g4[POWER_POINTS], g5[POWER_POINTS];
    find_server(csv, "HP ProLiant ML110 G4", g4);
    find_server(csv, "HP ProLiant ML110 G5", g5);
    cr_expect_eq(power_watts(g4, 1), 117);
    cr_expect_eq(power_watts(g5, 1), 135);
    // 400 x 117 W + 400 x 135 W for 24 h.
    double kwh = power_kwh(power_watts(g4, 1), 24, 400) + power_kwh(power_watts(g5, 1), 24, 400);
    cr_expect_float_eq(kwh, 2419.2, 1e-9, "%.12g kWh", kwh);
    cr_expect_float_eq(power_watts(g4, 0.25), (92.6 + 96) / 2, 1e-9);
}
