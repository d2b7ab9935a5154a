// SPDX-License-Identifier: GPL-3.0-or-later
// Names only. Who does it: workloads/linux/misdeed.c within the guest, bench/step_accident.c.
#include "common/model/accident.h"

#include <string.h>

#include "common/base/strbuf.h"

static const char *const names[] = {
#define X(name, text, what) text,
    ACCIDENTS(X)
#undef X
};

static const char *const whats[] = {
#define X(name, text, what) what,
    ACCIDENTS(X)
#undef X
};

const char *accident_name(enum accident accident)
{
    return names[accident];
}

const char *accident_what(enum accident accident)
{
    return whats[accident];
}

int accident_parse(const char *text)
{
    for (int i = 0; i < ACCIDENT_COUNT; i++)
        if (strcmp(text, names[i]) == 0)
            return i;
    return -1;
}

char *accident_list(void)
{
    struct strbuf list = {0};
    for (int i = ACCIDENT_NONE + 1; i < ACCIDENT_COUNT; i++)
        strbuf_printf(&list, "%s%s", list.length ? ", " : "", names[i]);
    return strbuf_take(&list);
}

bool accident_is_inside(enum accident accident)
{
    return accident != ACCIDENT_NONE && accident != ACCIDENT_KILL;
}
