// SPDX-License-Identifier: GPL-3.0-or-later
// Samples away from home, changes between samples, and what nobody saw.
#include <criterion/criterion.h>
#include <math.h>

#include "common/inference/drift.h"
#include "common/model/host_map.h"
#include "common/model/telemetry.h"

static const char two_nodes[] = "host-map 1\nonline 0-3\nallowed 0-3\n"
                                "node 0 0 0-1\nnode 1 0 2-3\n";

#define ADD(drift, map, home, vcpu, ...)                                                           \
    drift_add((drift), (map), (home), (vcpu), (const double[]){__VA_ARGS__},                       \
              sizeof((double[]){__VA_ARGS__}) / sizeof(double))

Test(inference_drift, a_vcpu_at_home_never_drifts)
{
    struct drift drift = {0};
    ADD(&drift, NULL, "0 2-3", 1, 2, 3, 2, 2);
    cr_expect_eq(drift_away_ratio(&drift), 0);
    cr_expect_float_eq(drift_cpu_change_ratio(&drift), 2.0 / 3, 1e-12);
    cr_expect_eq(drift.most_often, 2);
    cr_expect_eq(drift.most_often_count, 3);
}

Test(inference_drift, samples_away_from_home_are_a_share)
{
    struct drift drift = {0};
    ADD(&drift, NULL, "0 1", 0, 0, 1, 0, 3);
    ADD(&drift, NULL, "0 1", 1, 1, 1, 1, 1);
    cr_expect_float_eq(drift_away_ratio(&drift), 2.0 / 8, 1e-12);
}

Test(inference_drift, without_a_home_changes_of_cpu_and_node_are_told)
{
    struct drift drift = {0};
    scope_host_map struct host_map map = {0};
    cr_assert_eq(host_map_parse(two_nodes, &map, NULL), 0);
    ADD(&drift, &map, "", 0, 0, 1, 2, 3, 3);
    cr_expect(isnan(drift_away_ratio(&drift)), "there is no home to be away from");
    cr_expect_float_eq(drift_cpu_change_ratio(&drift), 3.0 / 4, 1e-12);
    cr_expect_float_eq(drift_node_change_ratio(&drift), 1.0 / 4, 1e-12);
}

Test(inference_drift, what_nobody_saw_is_not_zero)
{
    struct drift drift = {0};
    ADD(&drift, NULL, "0", 0, NAN, -1, 0.5, 1e9);
    cr_expect(isnan(drift_away_ratio(&drift)));
    cr_expect(isnan(drift_cpu_change_ratio(&drift)));
    ADD(&drift, NULL, "0", 0, 0);
    cr_expect_eq(drift_away_ratio(&drift), 0);
    cr_expect(isnan(drift_cpu_change_ratio(&drift)));
}

Test(inference_drift, is_read_from_the_telemetry_of_a_guests_vcpu)
{
    struct drift drift = {0};
    scope_telemetry struct telemetry telemetry = {0};
    for (int i = 0; i < 4; i++)
        telemetry_add(&telemetry, "process", "guest 3 vcpu 1", "cpu_index", i, i % 2);
    drift_add_series(&drift, NULL, "0 0", &telemetry, 3, 1);
    drift_add_series(&drift, NULL, "0 0", &telemetry, 3, 0);
    cr_expect_eq(drift.samples, 4);
    drift_add_guest(&drift, NULL, "0 0", &telemetry,
                    3); // it has no vCPU 0: there is nothing to add
    cr_expect_eq(drift.samples, 4);
    cr_expect_eq(drift_away_ratio(&drift), 0.5);
}
