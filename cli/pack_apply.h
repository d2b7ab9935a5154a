// SPDX-License-Identifier: GPL-3.0-or-later
// Moves carried out for a command: each step is told on standard error as it goes.
#ifndef FULLHOUSE_CLI_PACK_APPLY_H
#define FULLHOUSE_CLI_PACK_APPLY_H

struct consolidation;
struct err;

// "plan.yaml.journal" beside the plan's file, or "plan-pack.journal" without one. New string.
char *pack_apply_journal(const char *plan);

// -EINVAL where the journal is there already: its moves would be forgotten.
int pack_apply_check(const char *journal, struct err *err);

// 0, or negative errno as live_moves_apply and live_moves_resume have it.
int pack_apply(const struct consolidation *consolidation, const char *journal, struct err *err);
int pack_resume(const char *journal, struct err *err);

#endif
