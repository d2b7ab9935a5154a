// SPDX-License-Identifier: GPL-3.0-or-later
// The member "exec" of a prepare message: a program of the user's own. Private to the codec.
#ifndef FULLHOUSE_COMMON_WIRE_EXEC_MEMBER_H
#define FULLHOUSE_COMMON_WIRE_EXEC_MEMBER_H

#include <jansson.h>

struct err;
struct exec_plan;

void exec_member_write(json_t *object, const struct exec_plan *plan);

// 0 and *ret_plan, NULL where there is no such member; -EBADMSG for a plan that exec_plan_check
// refuses. Texts keep their control characters: they are arguments, and no words for a terminal.
int exec_member_read(const json_t *object, struct exec_plan **ret_plan, struct err *err);

#endif
