// SPDX-License-Identifier: GPL-3.0-or-later
// Where a program is: the search of execvp(3), done beforehand so that a missing program is known
// before anything is started.
#include "common/base/process.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/path.h"
#include "common/base/scope.h"

static bool is_program(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

char *process_find(const char *program)
{
    if (strchr(program, '/'))
        return is_program(program) ? alloc_copy(program) : NULL;
    const char *search = getenv("PATH");
    scope_free char *places = alloc_copy(search && *search ? search : "/usr/bin:/bin");
    char *rest = places;
    for (char *place; *program && (place = strsep(&rest, ":"));) {
        // An empty entry means here, as POSIX has it.
        scope_free char *candidate = path_join(*place ? place : ".", program);
        if (is_program(candidate))
            return scope_take(candidate);
    }
    return NULL;
}
