// SPDX-License-Identifier: GPL-3.0-or-later
// The first words of all keys of a plan: what its file may begin with.
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "planner/plan/plan_key.h"
#include "planner/plan/plan_set.h"

static void add_section(char **words, size_t *count, const char *key)
{
    size_t length = strcspn(key, ".");
    for (size_t i = 0; i < *count; i++)
        if (strlen(words[i]) == length && memcmp(words[i], key, length) == 0)
            return;
    words[(*count)++] = alloc_printf("%.*s", (int)length, key);
}

char **plan_sections(size_t *ret_count)
{
    size_t top = 0, count = 0;
    while (plan_top_keys[top].key)
        top++;
    char **words = alloc_zeroed(top + ASSUMPTION_TOTAL + 2, sizeof(*words));
    for (size_t i = 0; i < top; i++)
        add_section(words, &count, plan_top_keys[i].key);
    add_section(words, &count, "guests");
    add_section(words, &count, "licences");
    for (size_t i = 0; i < ASSUMPTION_TOTAL; i++)
        add_section(words, &count, assumption_table[i].key);
    *ret_count = count;
    return words;
}

void plan_sections_free(char **words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(words[i]);
    free(words);
}
