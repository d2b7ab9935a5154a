// SPDX-License-Identifier: GPL-3.0-or-later
// Where in a YAML text each key stands, found while holding the text against the keys of a schema:
// unknown and repeated keys, lists where a value is wanted and the like are refused here, since
// libcyaml names the line before the one at fault. Door: libyaml, on which libcyaml stands.
#ifndef FULLHOUSE_COMMON_MODEL_CONFIG_PLACES_H
#define FULLHOUSE_COMMON_MODEL_CONFIG_PLACES_H

#include <stddef.h>

#include <cyaml/cyaml.h>

struct err;

struct config_place {
    char *path;    // "shape.memory"
    unsigned line; // from 1
};

struct config_places {
    struct config_place *list;
    size_t count;
};

// Reads the whole text. 0 or -EINVAL with "name:line: ..." set; *ret_places kept on failure.
int config_places_find(const char *name, const char *text, size_t length,
                       const cyaml_schema_value_t *schema, struct config_places *ret_places,
                       struct err *err);

// The line of a key, 0 when it is not there.
unsigned config_line(const struct config_places *places, const char *path);

void config_places_done(struct config_places *places);
#define scope_config_places __attribute__((cleanup(config_places_done)))

#endif
