// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan's file says beside assumptions, classes and licences.
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/model/platform_list.h"
#include "common/model/slo.h"
#include "planner/plan/plan_key.h"

enum { DRAWS_LEAST = 100, SHA256_DIGITS = 64 };

static int set_sha256(void *object, const char *text, struct err *err)
{
    struct plan *plan = object;
    if (strlen(text) != SHA256_DIGITS || text[strspn(text, "0123456789abcdefABCDEF")])
        return err_input(err, "'%s': a SHA-256 has 64 hexadecimal digits, as sha256sum prints it",
                         text);
    return key_value_text(&plan->catalogue_sha256, text, err);
}

static void drop_platforms(struct plan *plan)
{
    for (size_t i = 0; i < plan->platform_count; i++)
        free(plan->platforms[i]);
    free(plan->platforms);
    plan->platforms = NULL;
    plan->platform_count = 0;
}

static int set_platforms(void *object, const char *text, struct err *err)
{
    struct plan *plan = object;
    scope_platform_list struct platform_list list = {0};
    int r = platform_list_parse(text, &list, err);
    if (r < 0)
        return r;
    for (size_t i = 0; i < list.count; i++)
        if (*list.entries[i].guest)
            return err_input(err, "'%s': platforms alone are wanted, as kvm,tcg", text);
    drop_platforms(plan);
    plan->platforms = alloc_zeroed(list.count, sizeof(*plan->platforms));
    for (; plan->platform_count < list.count; plan->platform_count++)
        plan->platforms[plan->platform_count] = alloc_copy(list.entries[plan->platform_count].name);
    return 0;
}

static int set_slo(void *object, const char *text, struct err *err)
{
    struct plan *plan = object;
    struct slo slo = {0};
    int r = slo_parse(text, &slo, err);
    if (r < 0)
        return r;
    slo_done(&slo);
    return key_value_text(&plan->slo, text, err);
}

// A function a key, of one line.
#define KEY(name, expression)                                                                      \
    static int set_##name(void *object, const char *text, struct err *err)                         \
    {                                                                                              \
        struct plan *plan = object;                                                                \
        return expression;                                                                         \
    }

KEY(currency, key_value_currency(&plan->currency, text, err))
KEY(catalogue, key_value_text(&plan->catalogue_url, text, err))
KEY(inventory, key_value_text(&plan->inventory_file, text, err))
KEY(inventory_growth, plan_key_growth(&plan->inventory_growth, text, err))
KEY(telemetry, key_value_text(&plan->telemetry_run, text, err))
KEY(telemetry_growth, plan_key_growth(&plan->telemetry_growth, text, err))
KEY(draws, key_value_count(&plan->draws, text, DRAWS_LEAST, PLAN_DRAWS_MOST, err))
KEY(seed, units_parse_count(text, 0, UINT64_MAX, &plan->seed, err))

const struct plan_key plan_top_keys[] = {
    {"currency", "word", "the catalogue's", "of all money in the plan, as EUR",
     .set = set_currency},
    {"catalogue", "word", "", "servers that can be bought: a CSV or YAML file, or its address",
     .is_path = true, .set = set_catalogue},
    {"catalogue-sha256", "word", "", "checksum that the catalogue must have", .set = set_sha256},
    {"inventory.file", "word", "", "guests there are already, as a CSV file", .is_path = true,
     .set = set_inventory},
    {"inventory.growth", "change", "0%", "more of those guests each year",
     .set = set_inventory_growth},
    {"telemetry.run", "word", "",
     "label or number of the run that `collect` stored, whose guests are demand",
     .set = set_telemetry},
    {"telemetry.growth", "change", "0%", "more of those guests each year",
     .set = set_telemetry_growth},
    {"platforms", "words", "all that were measured", "platforms that are chosen from, as kvm",
     .set = set_platforms},
    {"slo", "service level", "that of each run",
     "what guests are to keep on a full host, as p99<=20ms,achieved>=95%", .set = set_slo},
    {"draws", "count", "10000", "of the Monte Carlo simulation", .set = set_draws},
    {"seed", "count", "1", "of its random numbers: the same seed gives the same plan",
     .set = set_seed},
    {0},
};
