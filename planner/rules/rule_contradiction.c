// SPDX-License-Identifier: GPL-3.0-or-later
// Rules that cannot hold together.
#include "planner/rules/rule_contradiction.h"

int rule_contradictions_check(const struct rule_set *set, const struct estate *estate,
                              struct err *err)
{
    (void)set, (void)estate, (void)err;
    return 0;
}
