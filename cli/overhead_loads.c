// SPDX-License-Identifier: GPL-3.0-or-later
// Words looked up in the agent's tables, and platforms held against what each load needs.
#include "cli/overhead_loads.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cli/load_needs.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/load_list.h"
#include "common/model/platform_list.h"
#include "common/model/scenario.h"
#include "workloads/linux/workload_named.h"
#include "workloads/linux/workload_table.h"

void overhead_loads_done(struct overhead_loads *loads)
{
    for (size_t i = 0; i < loads->count; i++)
        scenario_done(&loads->list[i]);
    for (size_t i = 0; i < loads->passed_over_count; i++)
        free(loads->passed_over[i]);
    free(loads->list);
    free(loads->passed_over);
    *loads = (struct overhead_loads){0};
}

// --- platforms ----------------------------------------------------------------------------------

static bool wants_bare(const struct scenario *scenario, const struct platform_entry *entry)
{
    const char *guest = *entry->guest ? entry->guest : scenario->guest;
    return strcmp(entry->name, "native") != 0 && strcmp(entry->name, "container") != 0 &&
           strcmp(guest, "bare") == 0;
}

static void pass_over(struct overhead_loads *loads, const struct scenario *scenario,
                      const char *what, const char *why)
{
    scope_free char *name = load_name(&scenario->load);
    loads->passed_over =
        alloc_resized(loads->passed_over, loads->passed_over_count + 1, sizeof *loads->passed_over);
    loads->passed_over[loads->passed_over_count++] =
        alloc_printf("%s with %s: %s", what, name, why);
}

// The bare guest has the core's workloads alone.
static int drop_platforms(struct overhead_loads *loads, struct scenario *scenario, struct err *err)
{
    scope_platform_list struct platform_list list = {0}, kept = {0};
    int result = platform_list_parse(scenario->platform, &list, err);
    if (result < 0)
        return result;
    bool knows = load_needs_bare(scenario);
    for (size_t i = 0; i < list.count; i++) {
        const struct platform_entry *entry = &list.entries[i];
        if (!knows && wants_bare(scenario, entry))
            pass_over(loads, scenario, entry->name, "the bare guest does not have this workload");
        else
            kept.entries[kept.count++] = (struct platform_entry){.name = alloc_copy(entry->name),
                                                                 .guest = alloc_copy(entry->guest)};
    }
    free(scenario->platform);
    scenario->platform = platform_list_format(&kept);
    return 0;
}

// --- words --------------------------------------------------------------------------------------

static bool has_load(const struct overhead_loads *loads, const struct load *load)
{
    scope_free char *name = load_name(load);
    for (size_t i = 0; i < loads->count; i++) {
        scope_free char *other = load_name(&loads->list[i].load);
        if (strcmp(name, other) == 0)
            return true;
    }
    return false;
}

static int set_load(struct scenario *scenario, const char *workload, const char *variant,
                    struct err *err)
{
    int result = 0;
    if (strcmp(scenario->load.workload, workload) != 0) { // another one's would be refused
        result = scenario_set(scenario, "load.workload", workload, err);
        if (result == 0)
            result = scenario_set(scenario, "load.options", "", err);
    }
    return result < 0 ? result : scenario_set(scenario, "load.variant", variant, err);
}

static int keep(struct overhead_loads *loads, struct scenario *taken, struct err *err)
{
    int result = load_needs_check(taken, err);
    if (result == 0 && has_load(loads, &taken->load)) {
        scope_free char *name = load_name(&taken->load);
        result = err_input(err, "%s is named twice", name);
    }
    if (result == 0)
        result = scenario_check(taken, err);
    if (result == 0)
        result = drop_platforms(loads, taken, err);
    if (result < 0 || scenario_platform_count(taken) < 2) {
        if (result == 0)
            pass_over(loads, taken, "nothing is left beside native", "it is not measured");
        scenario_done(taken);
        return result;
    }
    loads->list = alloc_resized(loads->list, loads->count + 1, sizeof *loads->list);
    loads->list[loads->count++] = *taken;
    return 0;
}

static int add(struct overhead_loads *loads, const struct scenario *scenario, const char *workload,
               const char *variant, struct err *err)
{
    struct scenario own;
    const struct workload *found;
    const struct workload_variant *found_variant;
    int result = workload_named(workload, variant, &found, &found_variant, err);
    if (result < 0)
        return result;
    scenario_copy(&own, scenario);
    result = set_load(&own, found->name, found_variant->name, err);
    if (result < 0) {
        scenario_done(&own);
        return result;
    }
    return keep(loads, &own, err);
}

static int add_variants(struct overhead_loads *loads, const struct scenario *scenario,
                        const char *workload, struct err *err)
{
    const struct workload *found;
    const struct workload_variant *first;
    int result = workload_named(workload, "", &found, &first, err);
    for (size_t i = 0; result == 0 && i < found->variant_count; i++)
        result = add(loads, scenario, found->name, found->variants[i].name, err);
    return result;
}

// Each in its first variant.
static int add_all(struct overhead_loads *loads, const struct scenario *scenario, struct err *err)
{
    int result = 0;
    for (size_t i = 0; result == 0 && workload_at(i); i++)
        if (workload_at(i) != &workload_exec)
            result = add(loads, scenario, workload_at(i)->name, "", err);
    return result;
}

static int add_word(struct overhead_loads *loads, const struct scenario *scenario, const char *word,
                    struct err *err)
{
    size_t length = strcspn(word, ":");
    scope_free char *workload = alloc_printf("%.*s", (int)length, word);
    const char *variant = word[length] ? word + length + 1 : "";
    if (!*word)
        return err_input(err, "an empty place in the list; names between commas are wanted, as "
                              "cpu,memory:triad");
    if (strcmp(word, "all") == 0)
        return add_all(loads, scenario, err);
    return strcmp(variant, "all") == 0 ? add_variants(loads, scenario, workload, err)
                                       : add(loads, scenario, workload, variant, err);
}

static int add_words(struct overhead_loads *loads, const struct scenario *scenario,
                     const char *words, struct err *err)
{
    int result = 0;
    for (const char *at = words; at && result == 0;) {
        size_t length = strcspn(at, ",");
        scope_free char *word = alloc_printf("%.*s", (int)length, at);
        result = add_word(loads, scenario, word, err);
        at = at[length] ? at + length + 1 : NULL;
    }
    return result < 0 ? err_prefix(err, "--workloads") : 0;
}

static int add_own(struct overhead_loads *loads, const struct scenario *scenario, struct err *err)
{
    struct scenario own;
    scenario_copy(&own, scenario);
    return keep(loads, &own, err);
}

int overhead_loads_of(const struct scenario *scenario, const char *words,
                      struct overhead_loads *ret_loads, struct err *err)
{
    struct overhead_loads loads = {0};
    int result = words ? add_words(&loads, scenario, words, err) : add_own(&loads, scenario, err);
    if (result == 0 && loads.count == 0)
        result = err_input(err,
                           "--platforms: no load is left that native and another platform "
                           "can both run (%s)",
                           loads.passed_over_count ? loads.passed_over[0] : "none was named");
    if (result < 0) {
        overhead_loads_done(&loads);
        return result;
    }
    *ret_loads = loads;
    return 0;
}
