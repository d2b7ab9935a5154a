// SPDX-License-Identifier: GPL-3.0-or-later
// Which guests or hosts of an estate words mean: a name, a pattern ("web-*"), a label ("tier=db",
// "rack=*", or a word alone), or several of them with blanks or commas between.
#ifndef FULLHOUSE_PLANNER_RULES_RULE_SELECT_H
#define FULLHOUSE_PLANNER_RULES_RULE_SELECT_H

#include <stdbool.h>

struct err;
struct estate;

// Marks what is meant in is_meant [guest] or [host]. -EINVAL for a name that is nowhere (with the
// nearest) and a word that matches nothing.
int rule_select_guests(const struct estate *estate, const char *words, bool *is_meant,
                       struct err *err);
int rule_select_hosts(const struct estate *estate, const char *words, bool *is_meant,
                      struct err *err);

// -EINVAL: no host has the label at all (with the nearest that some host has).
int rule_select_check_label(const struct estate *estate, const char *key, struct err *err);

#endif
