// SPDX-License-Identifier: GPL-3.0-or-later
// Contradictions within a licence, and with the rest of its plan.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "planner/plan/plan.h"
#include "planner/plan/plan_refuse.h"
#include "planner/plan/plan_set.h"

static bool has_platform(const struct plan *plan, const char *platform)
{
    for (size_t i = 0; i < plan->platform_count; i++)
        if (strcmp(plan->platforms[i], platform) == 0)
            return true;
    return plan->platform_count == 0;
}

static char *classes_hint(const struct plan *plan, const char *word)
{
    scope_free const char **names = alloc_zeroed(plan->demand.count + 1, sizeof(*names));
    for (size_t i = 0; i < plan->demand.count; i++)
        names[i] = plan->demand.list[i].name;
    return nearest_hint(word, names, plan->demand.count);
}

// What a licence is for.
static int check_scope(const struct plan_entry *entry, const struct licence *licence)
{
    if (licence->platform && !has_platform(entry->plan, licence->platform))
        return plan_refuse_word(entry, "platform", "'%s' is none of the plan's platforms",
                                licence->platform);
    if (licence->class && licence->by != LICENCE_GUEST)
        return plan_refuse_word(entry, "guests", "this is of licences by guest, and it is by %s",
                                licence_metric_name(licence->by));
    if (!licence->class || plan_find_class(entry->plan, licence->class))
        return 0;
    scope_free char *hint = classes_hint(entry->plan, licence->class);
    return plan_refuse_word(entry, "guests", "no guests '%s'%s", licence->class, hint);
}

// What it is counted in.
static int check_metric(const struct plan_entry *entry, const struct licence *licence)
{
    const char *by = licence_metric_name(licence->by);
    bool is_by_core = licence->by == LICENCE_CORE;
    if (licence->pack > 1 && !is_by_core && licence->by != LICENCE_SOCKET)
        return plan_refuse_word(entry, "pack", "packs are of cores or sockets, and it is by %s",
                                by);
    if (licence->minimum_per_socket > 0 && !is_by_core)
        return plan_refuse_word(entry, "minimum-per-socket",
                                "it is of cores, and licences are by %s", by);
    if (licence->minimum_per_host > 0 && !is_by_core)
        return plan_refuse_word(entry, "minimum-per-host", "it is of cores, and licences are by %s",
                                by);
    return 0;
}

static int check_licence(const struct plan *plan, const struct licence *licence, struct err *err)
{
    const struct plan_entry entry = {plan, "licences", licence->name, err};
    if (isnan(licence->price.value))
        return plan_refuse_word(&entry, "price", "the price is missing");
    if (licence->yearly && licence->maintenance > 0)
        return plan_refuse_word(&entry, "maintenance",
                                "this is of what is bought once, and it is paid yearly");
    int r = check_metric(&entry, licence);
    return r < 0 ? r : check_scope(&entry, licence);
}

int plan_check_licences(const struct plan *plan, struct err *err)
{
    for (size_t i = 0; i < plan->licence_count; i++) {
        int r = check_licence(plan, &plan->licences[i], err);
        if (r < 0)
            return r;
    }
    return 0;
}
