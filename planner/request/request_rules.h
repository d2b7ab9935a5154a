// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of a request's file as words. Private to the planner.
#ifndef FULLHOUSE_PLANNER_REQUEST_REQUEST_RULES_H
#define FULLHOUSE_PLANNER_REQUEST_REQUEST_RULES_H

struct config_places;
struct err;
struct rule_set;

// Adds the list below "rules", in either form:
//   - spread: web-*                                  (what is meant by the value hangs on the kind)
//     by: rack
//   - spread: {guests: [web-*, shop-*], by: rack, continuous: yes}
// 0 or -EINVAL with "name:line: ...".
int request_rules_read(struct rule_set *rules, const char *name, const struct config_places *places,
                       struct err *err);

#endif
