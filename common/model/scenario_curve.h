// SPDX-License-Identifier: GPL-3.0-or-later
// The working sets of a memory curve as the key `curve` has them: "16KiB..128MiB". Private to
// scenario*.c.
#ifndef FULLHOUSE_COMMON_MODEL_SCENARIO_CURVE_H
#define FULLHOUSE_COMMON_MODEL_SCENARIO_CURVE_H

struct err;
struct scenario;

// As struct scenario_key wants them.
int scenario_curve_set(struct scenario *scenario, const char *text, struct err *err);
char *scenario_curve_get(const struct scenario *scenario);

#endif
