// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of a scenario that say how operations arrive, and what must be true of them together.
// Private to scenario*.c.
#ifndef FULLHOUSE_COMMON_MODEL_SCENARIO_ARRIVALS_H
#define FULLHOUSE_COMMON_MODEL_SCENARIO_ARRIVALS_H

#include <stdbool.h>

struct err;
struct scenario;

// As in scenario_keys: each reads the text of its key, or gives it as a new string, NULL for
// nothing to write.
int scenario_arrivals_set(struct scenario *scenario, const char *text, struct err *err);
char *scenario_arrivals_get(const struct scenario *scenario);
int scenario_arrivals_set_rate(struct scenario *scenario, const char *text, struct err *err);
char *scenario_arrivals_get_rate(const struct scenario *scenario);
int scenario_arrivals_set_burst(struct scenario *scenario, const char *text, struct err *err);
char *scenario_arrivals_get_burst(const struct scenario *scenario);
int scenario_arrivals_set_trace(struct scenario *scenario, const char *text, struct err *err);
char *scenario_arrivals_get_trace(const struct scenario *scenario);
int scenario_arrivals_set_trace_speed(struct scenario *scenario, const char *text, struct err *err);
char *scenario_arrivals_get_trace_speed(const struct scenario *scenario);
int scenario_arrivals_set_trace_arrivals(struct scenario *scenario, const char *text,
                                         struct err *err);
char *scenario_arrivals_get_trace_arrivals(const struct scenario *scenario);
int scenario_arrivals_set_trace_gaps(struct scenario *scenario, const char *text, struct err *err);
char *scenario_arrivals_get_trace_gaps(const struct scenario *scenario);

// What a file that says all of this contradicts itself in: the key, as "rate", with *ret_what; NULL
// where it does not. arrivals is NULL where the file does not say them.
const char *scenario_arrivals_contradiction(const char *arrivals, bool has_rate, bool has_burst,
                                            bool has_trace, const char **ret_what);

// Whether the scenario's load is sound in all that the keys above say. 0 or -EINVAL.
int scenario_arrivals_check(const struct scenario *scenario, struct err *err);

#endif
