// SPDX-License-Identifier: GPL-3.0-or-later
// Looks for the guests' programs relative to the program that runs.
#include "cli/agent.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

#define INSTALLED "../libexec/fullhouse"

static bool is_agent(const char *path)
{
    return access(path, R_OK | X_OK) == 0;
}

static bool is_bare(const char *path)
{
    scope_free char *firmware = alloc_printf("%s.rom", path);
    return access(path, R_OK) == 0 && access(firmware, R_OK) == 0;
}

static char *find(const char *name, bool (*is_it)(const char *path), struct err *err)
{
    static const char *const places[] = {".", INSTALLED};
    scope_free char *self = realpath("/proc/self/exe", NULL);
    char *slash = self ? strrchr(self, '/') : NULL;
    for (size_t i = 0; slash && i < sizeof places / sizeof *places; i++) {
        scope_free char *path =
            alloc_printf("%.*s/%s/%s", (int)(slash - self), self, places[i], name);
        if (is_it(path))
            return realpath(path, NULL);
    }
    err_host(err, "make", "the guests' program %s is neither beside %s nor in %s", name,
             self ? self : "this program", INSTALLED);
    return NULL;
}

char *agent_find(struct err *err)
{
    return find("fullhouse-guest", is_agent, err);
}

char *agent_find_bare(struct err *err)
{
    return find("fullhouse-bare", is_bare, err);
}
