// SPDX-License-Identifier: GPL-3.0-or-later
// Private to moves: rules that are broken at the start. A rule that is broken may refuse every
// move, those that mend it, too: such a move is allowed where the rule is less broken after it.
#ifndef FULLHOUSE_PLANNER_MOVES_MOVES_MENDING_H
#define FULLHOUSE_PLANNER_MOVES_MOVES_MENDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct amounts;
struct moves_mending;
struct rule_set;

// NULL where no rule is broken with guests on these hosts.
struct moves_mending *moves_mending_new(const struct amounts *amounts, const struct rule_set *rules,
                                        const int32_t *host, bool continuous_only);
void moves_mending_free(struct moves_mending *mending);
bool moves_mending_may(struct moves_mending *mending, uint32_t guest, int32_t from, int32_t to);
void moves_mending_go(struct moves_mending *mending, uint32_t guest, int32_t from, int32_t to);

// Rules that are broken with guests on these hosts and are not broken with them on those.
size_t moves_mending_broken_anew(const struct amounts *amounts, const struct rule_set *rules,
                                 const int32_t *host, const int32_t *before);

#endif
