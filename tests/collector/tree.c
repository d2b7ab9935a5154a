// SPDX-License-Identifier: GPL-3.0-or-later
// Makes and removes the folder.
#include "tests/collector/tree.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"

// Short: sockets below it must fit a UNIX address.
static char root[] = "/tmp/fh-XXXXXX";
static struct procfs procfs = {.root = root};

void tree_make(void)
{
    cr_assert_not_null(mkdtemp(root));
}

void tree_remove(void)
{
    struct err err = {0};
    cr_assert_eq(path_remove_tree(root, &err), 0, "%s", err_text(&err));
}

const char *tree_root(void)
{
    return root;
}

const struct procfs *tree_procfs(void)
{
    return &procfs;
}

char *tree_path(const char *path)
{
    return alloc_printf("%s%s", root, path);
}

void tree_put_bytes(const char *path, const void *bytes, size_t length)
{
    struct err err = {0};
    scope_free char *full = tree_path(path);
    scope_free char *folder = alloc_printf("%.*s", (int)(strrchr(full, '/') - full), full);
    cr_assert_eq(path_make_dirs(folder, &err), 0, "%s", err_text(&err));
    cr_assert_eq(path_write(full, bytes, length, 0600, &err), 0, "%s", err_text(&err));
}

void tree_put(const char *path, const char *text)
{
    tree_put_bytes(path, text, strlen(text));
}

void tree_drop(const char *path)
{
    scope_free char *full = tree_path(path);
    cr_assert_eq(path_remove_tree(full, NULL), 0);
}
