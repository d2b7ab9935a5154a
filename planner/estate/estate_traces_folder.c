// SPDX-License-Identifier: GPL-3.0-or-later
// A folder of traces.
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "planner/estate/estate_csv.h"
#include "planner/estate/estate_traces.h"

static int is_shown(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int by_bytes(const struct dirent **left, const struct dirent **right)
{
    return strcmp((*left)->d_name, (*right)->d_name);
}

int estate_traces_read_folder(struct estate *estate, const char *path, struct err *err)
{
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, is_shown, by_bytes), r = 0;
    if (count < 0)
        return err_input(err, "%s: %s", path, strerror(errno));
    if (count == 0)
        r = err_input(err, "%s: no file is in it; one for each guest is wanted", path);
    for (int i = 0; i < count; i++) {
        scope_free char *file = path_join(path, entries[i]->d_name);
        const struct estate_input input = {.name = file};
        if (r == 0)
            r = estate_traces_read(estate, &input, err);
        free(entries[i]);
    }
    free(entries);
    return r;
}
