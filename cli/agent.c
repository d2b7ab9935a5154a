// SPDX-License-Identifier: GPL-3.0-or-later
// Looks for the agent relative to the program that runs.
#include "cli/agent.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

char *agent_find(struct err *err)
{
    static const char *const places[] = {"fullhouse-guest", "../libexec/fullhouse/fullhouse-guest"};
    scope_free char *self = realpath("/proc/self/exe", NULL);
    char *slash = self ? strrchr(self, '/') : NULL;
    for (size_t i = 0; slash && i < sizeof places / sizeof *places; i++) {
        scope_free char *path = alloc_printf("%.*s/%s", (int)(slash - self), self, places[i]);
        if (access(path, R_OK | X_OK) == 0)
            return scope_take(path);
    }
    err_host(err, "make", "the guests' program fullhouse-guest is neither beside %s nor in %s",
             self ? self : "this program", places[1]);
    return NULL;
}
