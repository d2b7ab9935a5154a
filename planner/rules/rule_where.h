// SPDX-License-Identifier: GPL-3.0-or-later
// Where each guest may be by the rules that ask about it alone: fence, ban, among, pin. For finding
// contradictions.
#ifndef FULLHOUSE_PLANNER_RULES_RULE_WHERE_H
#define FULLHOUSE_PLANNER_RULES_RULE_WHERE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rule;
struct rule_cases;
struct rule_set;
struct rule_where;

struct rule_where *rule_where_new(const struct rule_set *set);
void rule_where_free(struct rule_where *where);

static inline void scope_rule_where_(struct rule_where **where)
{
    rule_where_free(*where);
}
#define scope_rule_where __attribute__((cleanup(scope_rule_where_)))

bool rule_where_is_static(const struct rule *rule);
// Some such rule is about the guest.
bool rule_where_is_bound(const struct rule_where *where, uint32_t guest);
bool rule_where_allows(const struct rule_where *where, uint32_t guest, uint32_t host);
// Whether any host is left for the guest.
bool rule_where_is_any(const struct rule_where *where, uint32_t guest);
// Whether the same rules are about the guest as about the one before it, none of them a pin: then
// the answers are the same.
bool rule_where_is_as_before(const struct rule_where *where, uint32_t guest);
// The first such rule; the guest's pin; each NULL where there is none.
const struct rule *rule_where_first(const struct rule_where *where, uint32_t guest);
const struct rule *rule_where_pin(const struct rule_where *where, uint32_t guest);
// Whether there is a host for the guest where each case that loses it leaves another. Pins are not
// asked: what is lost does not stay where it is.
bool rule_where_may_restart(const struct rule_where *where, const struct rule_cases *cases,
                            uint32_t guest);
// "fence of db-1 on h1, ban of db-2 on h1": those of the guests of a rule. Valid until the next.
const char *rule_where_blamed(struct rule_where *where, const struct rule *rule);

#endif
