// SPDX-License-Identifier: GPL-3.0-or-later
// Where in a YAML text each key stands, found while holding the text against the keys of a schema:
// unknown and repeated keys, lists where a value is wanted and the like are refused here, since
// libcyaml names the line before the one at fault. Below a key that the schema ignores anything may
// stand: there the values are kept, too, for who knows what they mean. Door: libyaml, on which
// libcyaml stands.
#ifndef FULLHOUSE_COMMON_MODEL_CONFIG_PLACES_H
#define FULLHOUSE_COMMON_MODEL_CONFIG_PLACES_H

#include <stddef.h>

#include <cyaml/cyaml.h>

#include "common/base/name_index.h"

struct err;

struct config_place {
    char *path;    // "shape.memory", "tile.db.loads[0].workload"
    unsigned line; // from 1
    char *value;   // of a key below one that is ignored, when it is a single one; else NULL
};

struct config_places {
    struct config_place *list;
    size_t count;
    struct name_index paths;
};

// Reads the whole text. 0 or -EINVAL with "name:line: ..." set; *ret_places kept on failure.
int config_places_find(const char *name, const char *text, size_t length,
                       const cyaml_schema_value_t *schema, struct config_places *ret_places,
                       struct err *err);

// The line of a key, 0 when it is not there.
unsigned config_line(const struct config_places *places, const char *path);

// Its place, or NULL.
const struct config_place *config_find(const struct config_places *places, const char *path);

void config_places_done(struct config_places *places);
#define scope_config_places __attribute__((cleanup(config_places_done)))

#endif
