// SPDX-License-Identifier: GPL-3.0-or-later
// Packs the initramfs. What the agent does with it is workloads/'s business.
#include "bench/appliance.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "collector/archive.h"
#include "bench/guest_kernel.h"
#include "bench/kernel_modules.h"
#include "bench/program_pack.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

enum { AGENT_MAX = 64 << 20 };

// What a guest's agent needs to be heard.
static const char *const wanted_modules[] = {"virtio_pci", "virtio_console", NULL};
static const char *const folders[] = {"dev", "proc", "sys", "modules"};

static int write_modules(struct archive_writer *writer, const struct kernel_modules *modules,
                         struct err *err)
{
    scope_strbuf struct strbuf order = {0};
    for (size_t i = 0; i < modules->count; i++) {
        const struct kernel_module *module = &modules->list[i];
        scope_free char *name = alloc_printf("modules/%s.ko", module->name);
        int result = archive_writer_file(writer, name, 0600, module->bytes, module->length, err);
        if (result < 0)
            return result;
        strbuf_printf(&order, "/%s\n", name);
    }
    return archive_writer_file(writer, "modules.order", 0600, strbuf_text(&order), order.length,
                               err);
}

static int write_content(struct archive_writer *writer, const char *agent,
                         const struct kernel_modules *modules, const struct program_pack *programs,
                         struct err *err)
{
    int result = 0;
    for (size_t i = 0; result == 0 && i < sizeof folders / sizeof *folders; i++)
        result = archive_writer_dir(writer, folders[i], err);
    if (result == 0)
        result = archive_writer_device(writer, "dev/console", 5, 1, err);
    if (result == 0)
        result = write_modules(writer, modules, err);
    if (result < 0)
        return result;
    scope_free char *bytes = NULL;
    size_t length;
    result = path_read(agent, AGENT_MAX, &bytes, &length, err);
    if (result == 0)
        result = archive_writer_file(writer, "init", 0755, bytes, length, err);
    return result == 0 && programs ? program_pack_write(programs, writer, err) : result;
}

// All names in one list; the caller frees it, not them.
static const char **join_names(const char *const *more)
{
    size_t count = 0, own = sizeof wanted_modules / sizeof *wanted_modules - 1;
    while (more && more[count])
        count++;
    const char **names = alloc_zeroed(own + count + 1, sizeof *names);
    for (size_t i = 0; i < own + count; i++)
        names[i] = i < own ? wanted_modules[i] : more[i - own];
    return names;
}

int appliance_write(const char *path, const char *agent, const struct guest_kernel *kernel,
                    const char *const *more_modules, const struct program_pack *programs,
                    struct err *err)
{
    scope_free const char **names = join_names(more_modules);
    struct kernel_modules modules;
    int result = kernel_modules_read(kernel->modules, names, &modules, err);
    if (result < 0)
        return result;
    struct archive_writer *writer = NULL;
    result = archive_writer_open(path, &writer, err);
    if (result == 0)
        result = write_content(writer, agent, &modules, programs, err);
    int closed = archive_writer_close(writer, result == 0 ? err : NULL);
    kernel_modules_done(&modules);
    return result < 0 ? result : closed;
}
