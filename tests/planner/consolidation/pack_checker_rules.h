// SPDX-License-Identifier: GPL-3.0-or-later
// Private to the checker: by how much one rule, or one host, is broken (0: not), as all stand.
#ifndef FULLHOUSE_TESTS_PLANNER_CONSOLIDATION_PACK_CHECKER_RULES_H
#define FULLHOUSE_TESTS_PLANNER_CONSOLIDATION_PACK_CHECKER_RULES_H

#include "tests/planner/consolidation/pack_checker.h"

bool pack_is_on(const struct pack_fleet *fleet, const pack_seats *seats, size_t guest, size_t host);
bool pack_is_about(const struct pack_rule *rule, size_t guest);
void pack_fault_host(const struct pack_fleet *fleet, const pack_seats *seats, size_t host,
                     int64_t *list);
int64_t pack_fault_spread(const struct pack_fleet *fleet, const struct pack_rule *rule,
                          const pack_seats *seats);
int64_t pack_fault_gather(const struct pack_fleet *fleet, const struct pack_rule *rule,
                          const pack_seats *seats);
int64_t pack_fault_split(const struct pack_fleet *fleet, const struct pack_rule *rule,
                         const pack_seats *seats);
int64_t pack_fault_outside(const struct pack_fleet *fleet, const struct pack_rule *rule,
                           const pack_seats *seats, bool is_ban);
int64_t pack_fault_lonely(const struct pack_fleet *fleet, const struct pack_rule *rule,
                          const pack_seats *seats);
int64_t pack_fault_pin(const struct pack_fleet *fleet, const struct pack_rule *rule,
                       const pack_seats *seats);
int64_t pack_fault_licence(const struct pack_fleet *fleet, const struct pack_rule *rule,
                           const pack_seats *seats);
int64_t pack_fault_guests_most(const struct pack_fleet *fleet, const struct pack_rule *rule,
                               const pack_seats *seats);
int64_t pack_fault_reserve(const struct pack_fleet *fleet, const struct pack_rule *rule,
                           const pack_seats *seats);
int64_t pack_fault_numa(const struct pack_fleet *fleet, const struct pack_rule *rule,
                        const pack_seats *seats, bool continuous_only);

#endif
