// SPDX-License-Identifier: GPL-3.0-or-later
// Which steps the runs of a store have made.
#ifndef FULLHOUSE_TESTS_KILL_STEPS_H
#define FULLHOUSE_TESTS_KILL_STEPS_H

#include <stddef.h>

struct err;

// One line a step, sorted, as "native ladder 4 guests boot 2: done", all that is measured or was
// refused, in *ret_text; how many in *ret_count. -EINVAL when one is there twice, or a run has not
// ended. *ret_text is the caller's.
int kill_steps_read(const char *store, char **ret_text, size_t *ret_count, struct err *err);

// The first line that only one of two texts has, as "only there: ..." in a new string, or NULL.
char *kill_steps_differ(const char *calm, const char *killed);

#endif
