// SPDX-License-Identifier: GPL-3.0-or-later
// Configuration files: YAML into C structs against a schema, and back. Every error is one line,
// "file:line: key.path: what is wrong, what would be right". Knows no key of its own.
//
// Door: libcyaml (a schema for the structs). A schema's leaves are best texts: what they mean, with
// their units, is the business of who reads them, with config_line to say where they stood.
#ifndef FULLHOUSE_COMMON_MODEL_CONFIG_H
#define FULLHOUSE_COMMON_MODEL_CONFIG_H

#include <stddef.h>

#include <cyaml/cyaml.h>

#include "common/model/config_places.h"

struct err;

// Reads one document. *ret_value is a new struct of the schema, NULL for an empty document; release
// it with config_free. *ret_places tells where its keys stood; release with config_places_done.
// name stands for the file in messages. 0 or -EINVAL; both kept on failure.
int config_load(const char *name, const char *text, size_t length,
                const cyaml_schema_value_t *schema, void **ret_value,
                struct config_places *ret_places, struct err *err);

// value as YAML in block style, a new string; NULL when a text in it is not UTF-8.
char *config_save(const void *value, const cyaml_schema_value_t *schema);

// Frees what config_load gave; accepts NULL.
void config_free(void *value, const cyaml_schema_value_t *schema);

#endif
