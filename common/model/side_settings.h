// SPDX-License-Identifier: GPL-3.0-or-later
// What one side of an ab sets in the scenario that both share: keys and their values.
#ifndef FULLHOUSE_COMMON_MODEL_SIDE_SETTINGS_H
#define FULLHOUSE_COMMON_MODEL_SIDE_SETTINGS_H

#include <stddef.h>

struct err;
struct scenario;

struct side_setting {
    char *key, *value;
};

// Zero-initialise; release with side_settings_done.
struct side_settings {
    struct side_setting *list;
    size_t count;
};

void side_settings_done(struct side_settings *settings);
void side_settings_copy(struct side_settings *into, const struct side_settings *from);

// From "KEY=VALUE". -EINVAL: no such text, a key that stands there already, or one in which sides
// cannot differ, with why.
int side_settings_add(struct side_settings *settings, const char *text, struct err *err);

// "qemu=/opt/a/qemu, machine=q35" as a new string, "" for none.
char *side_settings_format(const struct side_settings *settings);

// The scenario of that side: a copy with its keys set and one platform. 0, or -EINVAL with what its
// key refuses, or what does not go together.
int side_settings_apply(const struct side_settings *settings, const struct scenario *from,
                        struct scenario *ret_scenario, struct err *err);

#endif
