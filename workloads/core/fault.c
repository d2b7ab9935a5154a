// SPDX-License-Identifier: GPL-3.0-or-later
// Names of faults.
#include "workloads/core/fault.h"

#include <string.h>

int fault_parse(const char *text)
{
#define X(name, word)                                                                              \
    if (strcmp(text, word) == 0)                                                                   \
        return FAULT_##name;
    FAULTS(X)
#undef X
    return -1;
}
