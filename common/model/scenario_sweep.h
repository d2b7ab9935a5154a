// SPDX-License-Identifier: GPL-3.0-or-later
// What a scenario sweeps, as its file has it: below "sweep", keys of the scenario with lists of
// values, or with texts as --sweep has them. Private to scenario*.c.
#ifndef FULLHOUSE_COMMON_MODEL_SCENARIO_SWEEP_H
#define FULLHOUSE_COMMON_MODEL_SCENARIO_SWEEP_H

struct config_places;
struct err;
struct scenario;
struct strbuf;

// 0, also when there is none; or -EINVAL with "name:line: ...".
int scenario_sweep_read(struct scenario *scenario, const char *name,
                        const struct config_places *places, struct err *err);

// Appends it as YAML; nothing where there is none.
void scenario_sweep_write(const struct scenario *scenario, struct strbuf *out);

#endif
