// SPDX-License-Identifier: GPL-3.0-or-later
// What the options of `plan pack` set in a request, in the order they were said: the later wins.
#ifndef FULLHOUSE_CLI_PLAN_PACK_SETTINGS_H
#define FULLHOUSE_CLI_PLAN_PACK_SETTINGS_H

#include <stddef.h>

struct err;
struct request;

struct plan_pack_setting {
    const char *option; // that said it, as "--seed"
    char *key, *value;
};

// Zero-initialise; release with plan_pack_settings_done.
struct plan_pack_settings {
    struct plan_pack_setting *list;
    size_t count;
};

// Appends what the option ("--seed", not copied) said of a key.
void plan_pack_settings_add(struct plan_pack_settings *settings, const char *option,
                            const char *key, const char *value);
// Appends "KEY=VALUE" as the user wrote it after the option. 0, or -EINVAL where it is none.
int plan_pack_settings_pair(struct plan_pack_settings *settings, const char *option,
                            const char *text, struct err *err);
// Into the request, whose own lists of files and addresses give way to those of --hosts and its
// like; --set adds to them. 0, or
// -EINVAL with "--seed: ...".
int plan_pack_settings_apply(const struct plan_pack_settings *settings, struct request *request,
                             struct err *err);
void plan_pack_settings_done(struct plan_pack_settings *settings);

#endif
