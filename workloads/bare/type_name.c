// SPDX-License-Identifier: GPL-3.0-or-later
// The protocol's own list of types, as texts.
#include "workloads/bare/type_name.h"

#include "workloads/bare/text.h"
#include "workloads/core/text.h"

static const char *const names[] = {
#define X(name, text) [WIRE_##name] = text,
    WIRE_TYPES(X)
#undef X
};

const char *type_name(enum wire_type type)
{
    return (unsigned)type < WIRE_TYPE_COUNT ? names[type] : "unknown";
}

int type_parse(const char *name)
{
    for (int i = 0; i < WIRE_TYPE_COUNT; i++)
        if (text_equals(name, names[i]))
            return i;
    return -1;
}
