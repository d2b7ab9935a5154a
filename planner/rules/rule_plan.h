// SPDX-License-Identifier: GPL-3.0-or-later
// The plan of one case: which guest restarts on which host. Knows nothing of what is allowed.
#ifndef FULLHOUSE_PLANNER_RULES_RULE_PLAN_H
#define FULLHOUSE_PLANNER_RULES_RULE_PLAN_H

#include "planner/rules/rule_restarts.h"

// The host that the plan has for the guest, or PLACE_NONE.
uint32_t rule_plan_find(const struct restart_plan *plan, uint32_t guest);
void rule_plan_add(const struct rule_restarts *restarts, struct restart *restart, size_t index,
                   uint32_t guest, uint32_t host);
void rule_plan_remove(struct restart_plan *plan, uint32_t guest);
void rule_plan_replace(const struct rule_restarts *restarts, struct restart *restart, size_t index,
                       const struct restart_entry *list, size_t count);

// Whether the case has no plan.
void rule_plan_mark(struct restart *restart, size_t index, bool is_broken);

// Adds to load what guests that have to restart as all stand now bring to the host.
void rule_plan_load(const struct rule_restarts *restarts, const struct restart *restart,
                    size_t index, uint32_t host, int64_t load[AMOUNT_COUNT]);

// Notes that the case restarts guests on the host.
void rule_plan_use(struct restart *restart, size_t index, uint32_t host);
// Forgets cases that do not restart anything on the host any more.
void rule_plan_clean_users(const struct rule_restarts *restarts, struct restart *restart,
                           uint32_t host);

struct kept_plan {
    struct restart *restart;
    size_t index;
    struct restart_plan plan;
};

struct kept_plans {
    struct kept_plan *list;
    size_t count;
};

// Copies the plans of all cases that lose the host; and puts all copies back in their places.
void rule_plans_keep(struct kept_plans *kept, struct restart *restart, uint32_t host);
void rule_plans_restore(struct kept_plans *kept);

#endif
