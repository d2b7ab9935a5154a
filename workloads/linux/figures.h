// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers of a load that are no windows, on their way from its workers to the conversation.
#ifndef FULLHOUSE_WORKLOADS_LINUX_FIGURES_H
#define FULLHOUSE_WORKLOADS_LINUX_FIGURES_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "common/wire/message.h"

// Zero-initialise but for the lock; workers add, the collector takes.
struct figures {
    pthread_mutex_t lock;
    struct wire_figure *list;
    size_t count;
};

void figures_init(struct figures *figures);
void figures_done(struct figures *figures);

// Adds one; the texts are copied. A value that is not finite is none and is left out.
void figures_add(struct figures *figures, const char *name, const char *unit, bool higher_is_better,
                 double value);

// Takes the oldest, whose texts are the caller's. False when there is none.
bool figures_take(struct figures *figures, struct wire_figure *ret_figure);

#endif
