// SPDX-License-Identifier: GPL-3.0-or-later
// Finds modules by name, reads "depends=" from their .modinfo, and orders them depth first.
#include "bench/kernel_modules.h"

#include <errno.h>
#include <fts.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "collector/archive.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

// File names write '-' where module names write '_', or not.
static bool same_name(const char *file, const char *module)
{
    for (; *module; file++, module++)
        if (*file != *module && !(*file == '-' && *module == '_') &&
            !(*file == '_' && *module == '-'))
            return false;
    return strncmp(file, ".ko", 3) == 0;
}

static void close_fts(FTS **fts)
{
    if (*fts)
        fts_close(*fts);
}

static char *find_file(const char *folder, const char *module)
{
    char *roots[] = {(char *)(uintptr_t)folder, NULL};
    __attribute__((cleanup(close_fts))) FTS *fts =
        fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, NULL);
    if (!fts)
        return NULL;
    for (FTSENT *entry; (entry = fts_read(fts));)
        if (entry->fts_info == FTS_F && same_name(entry->fts_name, module))
            return alloc_copy(entry->fts_path);
    return NULL;
}

// The comma-separated names of .modinfo's "depends=", found by its leading NUL; "" when there are
// none.
static char *read_depends(const struct kernel_module *module)
{
    static const char key[] = "\0depends=";
    const char *at = memmem(module->bytes, module->length, key, sizeof key - 1);
    if (!at)
        return alloc_copy("");
    at += sizeof key - 1;
    size_t left = module->length - (size_t)(at - (const char *)module->bytes);
    return alloc_printf("%.*s", (int)strnlen(at, left), at);
}

static bool holds(const struct kernel_modules *modules, const char *name)
{
    for (size_t i = 0; i < modules->count; i++)
        if (strcmp(modules->list[i].name, name) == 0)
            return true;
    return false;
}

static int add(const char *folder, const char *name, int depth, struct kernel_modules *modules,
               struct err *err);

static int add_depends(const char *folder, const struct kernel_module *module, int depth,
                       struct kernel_modules *modules, struct err *err)
{
    scope_free char *depends = read_depends(module);
    char *rest = depends;
    for (char *name; (name = strsep(&rest, ","));) {
        int result = *name ? add(folder, name, depth + 1, modules, err) : 0;
        if (result < 0)
            return result;
    }
    return 0;
}

static int add(const char *folder, const char *name, int depth, struct kernel_modules *modules,
               struct err *err)
{
    enum { DEPTH_MAX = 16 };
    scope_free char *path = holds(modules, name) ? NULL : find_file(folder, name);
    if (!path)
        return 0;
    if (depth > DEPTH_MAX)
        return err_input(err, "%s: its modules depend on each other in a circle", path);
    struct kernel_module module = {0};
    int result = archive_read_plain(path, &module.bytes, &module.length, err);
    if (result < 0)
        return result;
    result = add_depends(folder, &module, depth, modules, err);
    if (result < 0) {
        free(module.bytes);
        return result;
    }
    module.name = alloc_copy(name);
    modules->list = alloc_resized(modules->list, modules->count + 1, sizeof module);
    modules->list[modules->count++] = module;
    return 0;
}

int kernel_modules_read(const char *folder, const char *const *wanted,
                        struct kernel_modules *ret_modules, struct err *err)
{
    struct kernel_modules modules = {0};
    for (; *folder && *wanted; wanted++) {
        int result = add(folder, *wanted, 0, &modules, err);
        if (result < 0) {
            kernel_modules_done(&modules);
            return result;
        }
    }
    *ret_modules = modules;
    return 0;
}

void kernel_modules_done(struct kernel_modules *modules)
{
    if (!modules)
        return;
    for (size_t i = 0; i < modules->count; i++) {
        free(modules->list[i].name);
        free(modules->list[i].bytes);
    }
    free(modules->list);
    *modules = (struct kernel_modules){0};
}
