// SPDX-License-Identifier: GPL-3.0-or-later
// The platforms of a scenario: one, or several for a campaign, each with a guest of its own or the
// scenario's. As text "native,kvm,tcg" or "kvm/appliance,kvm/bare". Whether a platform of that name
// exists is for those who keep the table.
#ifndef FULLHOUSE_COMMON_MODEL_PLATFORM_LIST_H
#define FULLHOUSE_COMMON_MODEL_PLATFORM_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct err;

enum { PLATFORM_LIST_MAX = 8 };

struct platform_entry {
    char *name;  // "kvm"
    char *guest; // "bare", or "" for the scenario's
};

// Zero-initialise; release with platform_list_done.
struct platform_list {
    struct platform_entry entries[PLATFORM_LIST_MAX];
    size_t count;
};

// Reads it. -EINVAL: an empty place, one named twice, too many, "auto" among others (it means: the
// best one), or a guest for native, which has none.
int platform_list_parse(const char *text, struct platform_list *ret_list, struct err *err);

// Whether the guests of a platform of that name are processes of this host: no guest can be chosen,
// and no libvirt is asked.
bool platform_list_runs_processes(const char *name);

// The text that reads back the same, without blanks. New string.
char *platform_list_format(const struct platform_list *list);

void platform_list_done(struct platform_list *list);
#define scope_platform_list __attribute__((cleanup(platform_list_done)))

#endif
