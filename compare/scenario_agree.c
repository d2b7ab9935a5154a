// SPDX-License-Identifier: GPL-3.0-or-later
// Line by line.
#include "compare/scenario_agree.h"

#include <string.h>

#define SEED "seed:"

static bool is_seed(const char *line)
{
    return strncmp(line, SEED, strlen(SEED)) == 0;
}

static const char *after_line(const char *line)
{
    line += strcspn(line, "\n");
    return *line ? line + 1 : line;
}

bool scenario_texts_agree(const char *a, const char *b)
{
    while (*a && *b) {
        size_t length = strcspn(a, "\n");
        bool is_same = length == strcspn(b, "\n") && memcmp(a, b, length) == 0;
        if (!is_same && !(is_seed(a) && is_seed(b)))
            return false;
        a = after_line(a);
        b = after_line(b);
    }
    return *a == *b;
}
