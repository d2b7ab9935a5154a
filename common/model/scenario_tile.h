// SPDX-License-Identifier: GPL-3.0-or-later
// The tile of a scenario as its file has it: a mapping of role names to what their guests are and
// do. Its keys are those of a plain scenario, from the one table. Private to scenario*.c.
#ifndef FULLHOUSE_COMMON_MODEL_SCENARIO_TILE_H
#define FULLHOUSE_COMMON_MODEL_SCENARIO_TILE_H

#include <stdbool.h>

#include "common/model/config_places.h"

struct err;
struct scenario;
struct strbuf;

// Reads what stands below "tile" into scenario->tile; shapes begin as the scenario's own. 0, also
// when there is none; or -EINVAL with "name:line: ...".
int scenario_tile_read(struct scenario *scenario, const char *name,
                       const struct config_places *places, struct err *err);

// Appends the tile as YAML; nothing where there is none.
void scenario_tile_write(const struct scenario *scenario, struct strbuf *out);

// What one role must be by itself. 0 or -EINVAL.
int scenario_tile_check(const struct scenario *scenario, struct err *err);

#endif
