// SPDX-License-Identifier: GPL-3.0-or-later
// A YAML file as settings: each key as its dotted path, with its line and its values as texts.
// Which keys there are below the first words is not known here.
#ifndef FULLHOUSE_COMMON_MODEL_CONFIG_SETTINGS_H
#define FULLHOUSE_COMMON_MODEL_CONFIG_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "common/model/config_places.h"

struct err;

struct config_setting {
    const char *path; // "cpu.percentile"
    unsigned line;
    const char *const *texts; // one, or as many as a list has
    size_t count;
};

// 0 or -EINVAL, without file and line.
typedef int config_setting_fn(void *context, const struct config_setting *setting, struct err *err);

// sections: the first words there may be. As config_places_find.
int config_settings_find(const char *name, const char *text, size_t length,
                         const char *const *sections, size_t section_count,
                         struct config_places *ret_places, struct err *err);

// Calls back for each key that has a value, in the order of the file, those below skip (a first
// word, or NULL) left out. 0 or -EINVAL with "name:line: ...".
int config_settings_visit(const char *name, const struct config_places *places, const char *skip,
                          config_setting_fn *set, void *context, struct err *err);

// The values of a list that stands at the path, borrowed, in a new array; its items must be single
// values. 0 or -EINVAL; *ret_count 0 where no list stands there.
int config_settings_list(const char *name, const struct config_places *places, const char *path,
                         const char ***ret_texts, size_t *ret_count, struct err *err);

#endif
