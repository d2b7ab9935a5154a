// SPDX-License-Identifier: GPL-3.0-or-later
// Always one due time ahead of what it has counted.
#include "workloads/core/due_count.h"

void due_count_init(struct due_count *due, const struct pacer *pacer)
{
    due->pacer = *pacer;
    due->next_ns = pacer_next_ns(&due->pacer);
}

uint64_t due_count_take(struct due_count *due, uint64_t end_ns)
{
    uint64_t count = 0;

    for (; due->next_ns < end_ns; count++)
        due->next_ns = pacer_next_ns(&due->pacer);
    return count;
}
