// SPDX-License-Identifier: GPL-3.0-or-later
// Arms from platforms and combinations, and which keys a sweep may have.
#include "common/model/scenario_arm.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/scenario.h"

// What is the same for a whole campaign, and why.
static const struct fixed_key {
    const char *key, *why;
} fixed_keys[] = {
    {"label", "a label names the whole campaign"},
    {"platform", "several platforms stand between commas in platform, as native,kvm"},
    {"connect", "a campaign has one libvirt"},
    {"guests", "it is the axis of every ladder: give its ends, as 1..8"},
    {"tiles", "it is the axis of every ladder: give its ends, as 1..4"},
    {"overcommit", "it is the axis of every ladder: give its ends, as 1..4"},
    {"densities", "each arm is measured at all of them: give them all, as 1,4,8"},
    {"interference", "pairs of workloads have no ladder to compare"},
    {"curve", "a curve has no ladder to compare"},
    {"slo", "several terms are judged in one search: give them all, between commas"},
    {"load.workload", "operations of two kinds have no ratio"},
    {"load.variant", "operations of two kinds have no ratio"},
    {"seed", "arms share the seed, so that they do the same"},
    {"repeats", "arms are measured alike"},
    {"confidence", "arms are judged alike"},
    {"windows", "arms are measured alike"},
    {"window", "arms are measured alike"},
    {"warmup", "arms are measured alike"},
    {"reserve", "arms have the same host"},
    {"budget", "a campaign has one budget"},
};

const char *scenario_arm_fixed(const char *key)
{
    for (size_t i = 0; i < sizeof(fixed_keys) / sizeof(fixed_keys[0]); i++)
        if (strcmp(fixed_keys[i].key, key) == 0)
            return fixed_keys[i].why;
    return NULL;
}

static int check_key(const char *key, struct err *err)
{
    const char *why = scenario_arm_fixed(key);
    return why ? err_input(err, "%s cannot be swept: %s", key, why) : 0;
}

// Every value on its own; what combinations say together is scenario_arms_check's business.
static int check_values(const struct scenario *scenario, const struct sweep_axis *axis,
                        struct err *err)
{
    int r = 0;
    for (size_t i = 0; r == 0 && i < axis->count; i++) {
        struct scenario tried;
        scenario_copy(&tried, scenario);
        r = scenario_set(&tried, axis->key, axis->values[i], err);
        scenario_done(&tried);
    }
    return r;
}

int scenario_sweep(struct scenario *scenario, const char *key, const char *values, struct err *err)
{
    struct sweep one = {0};
    int r = check_key(key, err);
    if (r == 0)
        r = sweep_set(&one, key, values, err);
    if (r == 0)
        r = check_values(scenario, &one.axes[0], err);
    sweep_done(&one);
    return r < 0 ? r : sweep_set(&scenario->sweep, key, values, err);
}

size_t scenario_arm_count(const struct scenario *scenario)
{
    size_t platforms = scenario_platform_count(scenario);
    size_t combinations = sweep_combinations(&scenario->sweep);
    return combinations > SIZE_MAX / platforms ? SIZE_MAX : platforms * combinations;
}

int scenario_copy_arm(struct scenario *into, const struct scenario *from, size_t index,
                      char **ret_arm, struct err *err)
{
    const struct sweep *sweep = &from->sweep;
    size_t combinations = sweep_combinations(sweep), combination = index % combinations;
    struct scenario arm;
    int r = 0;
    scenario_copy_platform(&arm, from, index / combinations);
    sweep_done(&arm.sweep);
    for (size_t i = 0; r == 0 && i < sweep->count; i++)
        r = scenario_set(&arm, sweep->axes[i].key, sweep_value(sweep, combination, i), err);
    if (r < 0) {
        scenario_done(&arm);
        return r;
    }
    *into = arm;
    if (ret_arm)
        *ret_arm = sweep_arm(sweep, combination);
    return 0;
}

static int check_arm(const struct scenario *scenario, size_t index, struct err *err)
{
    struct scenario arm;
    scope_free char *name = NULL;
    int r = scenario_copy_arm(&arm, scenario, index, &name, err);
    if (r < 0)
        return r;
    r = scenario_check(&arm, err);
    scenario_done(&arm);
    return r < 0 ? err_prefix(err, "%s", name) : 0;
}

int scenario_arms_check(const struct scenario *scenario, struct err *err)
{
    size_t arms = scenario_arm_count(scenario);
    if (scenario->sweep.count == 0)
        return 0;
    if (*scenario->interference || scenario->curve_max_bytes)
        return err_input(err, "sweep: %s has no ladder whose answers could be compared",
                         *scenario->interference ? "interference" : "a curve");
    if (arms > SCENARIO_ARMS_MAX)
        return err_input(err,
                         "sweep: %zu arms (platforms times combinations), each of them a ladder of "
                         "its own; at most %d are wanted",
                         arms, SCENARIO_ARMS_MAX);
    for (size_t i = 0; i < arms; i++) {
        int r = check_arm(scenario, i, err);
        if (r < 0)
            return r;
    }
    return 0;
}
