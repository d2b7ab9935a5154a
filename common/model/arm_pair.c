// SPDX-License-Identifier: GPL-3.0-or-later
// Names of paired arms, both ways.
#include "common/model/arm_pair.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"

static const char word[] = "pair ";

char *arm_pair_format(size_t pair, bool is_second)
{
    return alloc_printf("%s%zu %c", word, pair + 1, is_second ? 'b' : 'a');
}

bool arm_pair_parse(const char *arm, size_t *ret_pair, bool *ret_is_second)
{
    static const char digits[] = "0123456789";
    if (!arm || strncmp(arm, word, sizeof(word) - 1) != 0)
        return false;
    const char *number = arm + sizeof(word) - 1;
    size_t length = strspn(number, digits);
    const char *rest = number + length;
    if (length == 0 || length > 6 || (strcmp(rest, " a") != 0 && strcmp(rest, " b") != 0))
        return false;
    unsigned long pair = strtoul(number, NULL, 10);
    if (pair == 0)
        return false;
    *ret_pair = pair - 1;
    *ret_is_second = rest[1] == 'b';
    return true;
}
