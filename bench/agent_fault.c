// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/agent_fault.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"

char *agent_fault_of(const char *test, uint32_t index)
{
    const char *at = strchr(test, '@');
    if (!at)
        return alloc_copy(test);
    char *end;
    unsigned long named = strtoul(at + 1, &end, 10);
    if (end == at + 1 || *end || named != index)
        return alloc_copy("");
    return alloc_printf("%.*s", (int)(at - test), test);
}
