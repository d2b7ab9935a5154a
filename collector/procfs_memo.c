// SPDX-License-Identifier: GPL-3.0-or-later
// A few texts by path; there are two or three.
#include "collector/procfs_memo.h"

#include <stdlib.h>
#include <string.h>

#include "collector/procfs.h"
#include "common/base/alloc.h"

void procfs_memo_drop(struct procfs_memo *memo)
{
    for (size_t i = 0; i < memo->count; i++) {
        free(memo->texts[i].path);
        free(memo->texts[i].text);
    }
    free(memo->texts);
    *memo = (struct procfs_memo){0};
}

static const char *find(const struct procfs_memo *memo, const char *path)
{
    for (size_t i = 0; i < memo->count; i++)
        if (strcmp(memo->texts[i].path, path) == 0)
            return memo->texts[i].text;
    return NULL;
}

static void keep(struct procfs_memo *memo, const char *path, const char *text)
{
    memo->texts = alloc_resized(memo->texts, memo->count + 1, sizeof *memo->texts);
    memo->texts[memo->count++] = (struct procfs_memo_text){alloc_copy(path), alloc_copy(text)};
}

int procfs_memo_read(const struct procfs *procfs, const char *path, char **ret_text,
                     struct err *err)
{
    struct procfs_memo *memo = *procfs->root ? NULL : procfs->memo;
    const char *known = memo ? find(memo, path) : NULL;
    if (known) {
        *ret_text = alloc_copy(known);
        return 0;
    }
    int result = procfs_read(procfs, path, ret_text, err);
    if (result == 0 && memo)
        keep(memo, path, *ret_text);
    return result;
}
