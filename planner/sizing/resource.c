// SPDX-License-Identifier: GPL-3.0-or-later
// The names of resources.
#include "planner/sizing/resource.h"

const char *resource_name(enum resource resource)
{
    static const char *const names[] = {
#define X(name, word) [RESOURCE_##name] = word,
        RESOURCES(X)
#undef X
    };
    return names[resource];
}
