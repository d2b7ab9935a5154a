// SPDX-License-Identifier: GPL-3.0-or-later
// Densities that are measured as they are, without a search for the largest that holds: "1,4,8".
#ifndef FULLHOUSE_COMMON_MODEL_DENSITY_LIST_H
#define FULLHOUSE_COMMON_MODEL_DENSITY_LIST_H

#include <stddef.h>
#include <stdint.h>

struct err;

enum { DENSITY_LIST_MAX = 64 };

// In guests, or in tiles where there is one; ascending, each once. None: a search.
struct density_list {
    uint32_t list[DENSITY_LIST_MAX];
    size_t count;
};

// Numbers from 1 to most between commas; "" gives none. -EINVAL: what is no number, stands twice or
// does not rise, or too many.
int density_list_parse(const char *text, uint32_t most, struct density_list *ret_list,
                       struct err *err);

// The text that reads back the same, "" for none; a new string.
char *density_list_format(const struct density_list *list);

#endif
