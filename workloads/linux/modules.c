// SPDX-License-Identifier: GPL-3.0-or-later
// finit_module(2) for each line of a list.
#include "workloads/linux/modules.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/module.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"

static int load(const char *path, struct err *err)
{
    scope_close int fd = open(path, O_RDONLY | O_CLOEXEC);
    const char *dot = strrchr(path, '.');
    int flags = dot && strcmp(dot, ".ko") != 0 ? MODULE_INIT_COMPRESSED_FILE : 0;

    if (fd < 0)
        return err_system(err, errno, "%s", path);
    if (syscall(SYS_finit_module, fd, "", flags) == 0 || errno == EEXIST)
        return 0;
    // ENOENT here is a symbol that no module listed before it has.
    return err_system(err, errno, "loading %s%s", path,
                      errno == ENOENT ? " (it needs a module that comes later)" : "");
}

int modules_load(const char *list_path, struct err *err)
{
    scope_free char *text = NULL;
    char *rest, *line;
    int first_failure = 0;

    if (!path_exists(list_path))
        return 0;
    if (path_read(list_path, 1 << 20, &text, NULL, err) < 0)
        return -EIO;
    for (line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        int rc = load(line, err);

        if (rc < 0 && first_failure == 0)
            first_failure = rc;
    }
    return first_failure;
}
