// SPDX-License-Identifier: GPL-3.0-or-later
// Who a message is about. What was seen and not read has no line, what was made no file either.
#include "common/base/err.h"
#include "planner/estate/estate.h"

static int blame(const char *file, size_t line, const char *name, struct err *err)
{
    if (!file || !*file)
        return err_prefix(err, "%s", name);
    if (line == 0)
        return err_prefix(err, "%s: %s", file, name);
    return err_prefix(err, "%s:%zu: %s", file, line, name);
}

int estate_blame_host(const struct estate_host *host, struct err *err)
{
    return blame(host->file, host->line, host->name, err);
}

int estate_blame_guest(const struct estate_guest *guest, struct err *err)
{
    return blame(guest->file, guest->line, guest->name, err);
}
