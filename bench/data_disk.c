// SPDX-License-Identifier: GPL-3.0-or-later
// Files, a device, and what may be done with them. How they get into a domain is domain_xml.c's
// business.
#include "bench/data_disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/workspace.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/model/disk.h"

// --- a folder of files --------------------------------------------------------------------------

// A folder of the user's gets one of ours, which the workspace knows of: whoever sweeps after us
// finds it there.
static int make_own_folder(struct data_disks *disks, const struct workspace *workspace,
                           struct err *err)
{
    scope_free char *base = realpath(disks->wish->path, NULL);
    if (!base)
        return err_input(err, "disk.path: %s: %s", disks->wish->path, strerror(errno));
    disks->folder = alloc_printf("%s/fullhouse-%s", base, workspace->mark);
    scope_free char *link = path_join(workspace->guests, WORKSPACE_DISKS);
    if (mkdir(disks->folder, 0711) < 0 && errno != EEXIST)
        return err_system(err, errno, "disk.path: %s", disks->folder);
    if (symlink(disks->folder, link) < 0 && errno != EEXIST)
        return err_system(err, errno, "%s", link);
    return 0;
}

static int try_direct(const char *folder, struct err *err)
{
    scope_free char *probe = path_join(folder, "direct");
    scope_close int fd = open(probe, O_RDWR | O_CREAT | O_DIRECT | O_CLOEXEC, 0600);
    int code = errno;
    unlink(probe);
    if (fd >= 0)
        return 0;
    if (code != EINVAL)
        return err_system(err, code, "%s", probe);
    return err_host(err, "fullhouse bench --disk-cache writeback",
                    "the file system of %s takes no O_DIRECT, which disk.cache none and directsync "
                    "want; another folder (disk.path) may, and cache writeback goes without",
                    folder);
}

// --- a device -----------------------------------------------------------------------------------

static int open_device(const struct disk *wish, struct err *err)
{
    struct stat status;
    if (stat(wish->path, &status) < 0)
        return err_input(err, "disk.path: %s: %s", wish->path, strerror(errno));
    if (!S_ISBLK(status.st_mode))
        return err_input(err, "disk.path: %s is no block device", wish->path);
    // The kernel refuses one that is mounted, or of which a part is, or that something is built on.
    scope_close int fd = open(wish->path, O_RDWR | O_EXCL | O_CLOEXEC);
    if (fd >= 0)
        return 0;
    if (errno == EBUSY)
        return err_input(err, "disk.path: %s is in use (mounted, or part of something)",
                         wish->path);
    return err_system(err, errno, "%s", wish->path);
}

int data_disks_open(struct data_disks *disks, const struct disk *wish, const char *usual,
                    const struct workspace *workspace, struct err *err)
{
    *disks = (struct data_disks){.wish = wish};
    if (!wish)
        return 0;
    if (wish->backing == DISK_BACKING_BLOCK)
        return open_device(wish, err);
    int result = 0;
    if (*wish->path)
        result = make_own_folder(disks, workspace, err);
    else
        disks->folder = alloc_copy(usual);
    return result == 0 && disk_is_direct(wish) ? try_direct(disks->folder, err) : result;
}

void data_disks_close(struct data_disks *disks)
{
    free(disks->folder);
    *disks = (struct data_disks){0};
}

// --- one guest's --------------------------------------------------------------------------------

int data_disk_make(const struct data_disks *disks, uint32_t index, char **ret_path, struct err *err)
{
    if (disks->wish->backing == DISK_BACKING_BLOCK) {
        if (index > 0)
            return err_input(err, "disk.backing: a block device is for one guest");
        *ret_path = alloc_copy(disks->wish->path);
        return 0;
    }
    scope_free char *path = alloc_printf("%s/%u.data", disks->folder, index);
    scope_close int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_system(err, errno, "%s", path);
    if (ftruncate(fd, (off_t)disks->wish->bytes) < 0) {
        unlink(path);
        return err_system(err, errno, "%s", path);
    }
    *ret_path = scope_take(path);
    return 0;
}

void data_disk_remove(const struct data_disks *disks, char *path)
{
    if (path && disks->wish->backing == DISK_BACKING_FILE)
        unlink(path);
    free(path);
}
