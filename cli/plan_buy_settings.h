// SPDX-License-Identifier: GPL-3.0-or-later
// What the options of `plan buy` set in a plan: "key=value" in the order that the later wins.
#ifndef FULLHOUSE_CLI_PLAN_BUY_SETTINGS_H
#define FULLHOUSE_CLI_PLAN_BUY_SETTINGS_H

#include <stddef.h>

struct err;

// Zero-initialise; release with plan_buy_settings_done.
struct plan_buy_settings {
    char **list;          // "energy.price=0.45"
    const char **options; // that said it, as "--years"; NULL: --what-if
    size_t count;
    const char *run, *guests, *growth; // of a plan without a file
};

// Appends "key=value" that the option ("--years", not copied) said.
void plan_buy_settings_add(struct plan_buy_settings *settings, const char *option, const char *key,
                           const char *value);
// Appends "key=value" as the user wrote it. 0, or -EINVAL where it is none.
int plan_buy_settings_what_if(struct plan_buy_settings *settings, const char *text,
                              struct err *err);
// Puts the one class of guests that run, guests and growth describe before all others; it is called
// as its runs are, or "guests". 0; -EINVAL
// where there is a file, which has classes of its own, or where one of them is missing.
int plan_buy_settings_guests(struct plan_buy_settings *settings, const char *file, struct err *err);

// An error of "--what-if: KEY: ..." becomes one of the option that said it: "--years: ...".
void plan_buy_settings_blame(const struct plan_buy_settings *settings, struct err *err);

void plan_buy_settings_done(struct plan_buy_settings *settings);

#endif
