// SPDX-License-Identifier: GPL-3.0-or-later
// The words of memory backing.
#include "common/model/memory_backing.h"

#include <string.h>

#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"

static const char *const names[] = {
#define X(name, word) word,
    MEMORY_BACKINGS(X)
#undef X
};

const char *memory_backing_name(enum memory_backing backing)
{
    return names[backing];
}

int memory_backing_parse(const char *text, enum memory_backing *ret_backing, struct err *err)
{
    for (int i = 0; i < MEMORY_BACKING_COUNT; i++) {
        if (strcmp(names[i], text) != 0)
            continue;
        *ret_backing = (enum memory_backing)i;
        return 0;
    }
    scope_free char *hint = nearest_hint(text, names, MEMORY_BACKING_COUNT);
    return err_input(err, "no backing '%s'%s", text, hint);
}
