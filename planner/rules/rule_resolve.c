// SPDX-License-Identifier: GPL-3.0-or-later
// From selectors to guests and hosts.
#include "planner/rules/rule.h"

#include "planner/estate/estate.h"
#include "planner/rules/rule_resolved.h"

int rule_set_resolve(struct rule_set *set, const struct estate *estate, struct err *err)
{
    (void)err;
    set->hosts = estate->host_count;
    set->guests = estate->guest_count;
    return 0;
}
