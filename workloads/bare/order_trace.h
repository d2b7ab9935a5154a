// SPDX-License-Identifier: GPL-3.0-or-later
// The trace of a replay, within the line that told it: [[duration_ns, share, ...], ...].
// Freestanding.
#ifndef FULLHOUSE_WORKLOADS_BARE_ORDER_TRACE_H
#define FULLHOUSE_WORKLOADS_BARE_ORDER_TRACE_H

#include <stdint.h>

#include "common/model/trace.h"
#include "workloads/bare/json_value.h"

// Takes what the other codec takes. 0, or -EBADMSG and what is wrong.
int order_trace_check(const struct json_value *list, uint32_t *ret_count, const char **ret_what);

// Writes the steps of a list that order_trace_check took, as many as it counted.
void order_trace_read(const struct json_value *list, struct trace_step *steps);

#endif
