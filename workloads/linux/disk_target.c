// SPDX-License-Identifier: GPL-3.0-or-later
// Finds, opens and measures. Nothing that is not a guest's own disk is overwritten unasked.
#include "workloads/linux/disk_target.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/units.h"

static bool is_ours(const char *name)
{
    scope_free char *path = alloc_printf("/sys/block/%s/serial", name);
    scope_free char *serial = NULL;

    if (path_read(path, 256, &serial, NULL, NULL) < 0)
        return false;
    serial[strcspn(serial, "\n")] = '\0';
    return strcmp(serial, DISK_TARGET_SERIAL) == 0;
}

// "/dev/vdb" as a new string, or NULL.
static char *find_data_disk(void)
{
    scope_closedir DIR *blocks = opendir("/sys/block");
    struct dirent *entry;

    while (blocks && (entry = readdir(blocks)))
        if (is_ours(entry->d_name))
            return alloc_printf("/dev/%s", entry->d_name);
    return NULL;
}

static int open_failed(const char *path, bool is_direct, struct err *err)
{
    int code = errno;

    if (code == EINVAL && is_direct)
        return err_host(err, NULL, "%s: its file system takes no O_DIRECT; direct=no goes without",
                        path);
    if (code == EBUSY)
        return err_system(err, code, "%s: it is in use (mounted, or part of something)", path);
    return err_system(err, code, "%s", path);
}

static int too_small(const char *path, uint64_t bytes, uint64_t wanted, struct err *err)
{
    char have[UNITS_TEXT_SIZE], want[UNITS_TEXT_SIZE];

    return err_input(err, "%s has %s, and the working set is %s: a smaller size=, or a larger disk",
                     path, units_format_bytes(have, bytes), units_format_bytes(want, wanted));
}

static int open_folder(const char *path, const struct disk_target_options *options, int flags,
                       struct err *err)
{
    scope_close int fd = open(path, O_TMPFILE | O_RDWR | O_CLOEXEC | flags, 0600);

    if (fd < 0)
        return open_failed(path, options->is_direct, err);
    // So that a full disk is told now. Where a file system cannot, the first fill tells.
    if (fallocate(fd, 0, 0, (off_t)options->bytes) < 0 &&
        (errno != EOPNOTSUPP || ftruncate(fd, (off_t)options->bytes) < 0))
        return err_system(err, errno, "%s: making a file for the working set", path);
    return scope_take_fd(fd);
}

static int need_consent(const char *path, const struct disk_target_options *options,
                        struct err *err)
{
    if (options->may_overwrite)
        return 0;
    return err_input(err, "%s would be overwritten: overwrite=yes says that it may be", path);
}

static int measure(int fd, const struct stat *status, uint64_t *ret_bytes)
{
    *ret_bytes = (uint64_t)status->st_size;
    return S_ISBLK(status->st_mode) && ioctl(fd, BLKGETSIZE64, ret_bytes) < 0 ? -errno : 0;
}

// O_EXCL: the kernel refuses a device that is mounted or otherwise taken.
static int open_existing(const char *path, const struct stat *status,
                         const struct disk_target_options *options, int flags, struct err *err)
{
    int exclusive = S_ISBLK(status->st_mode) && !options->is_shared ? O_EXCL : 0;
    scope_close int fd = open(path, O_RDWR | O_CLOEXEC | exclusive | flags);
    uint64_t bytes;

    if (fd < 0)
        return open_failed(path, options->is_direct, err);
    if (measure(fd, status, &bytes) < 0)
        return err_system(err, errno, "%s: asking for its size", path);
    if (bytes < options->bytes)
        return too_small(path, bytes, options->bytes, err);
    return scope_take_fd(fd);
}

static int open_named(const char *path, const struct disk_target_options *options, bool is_ours_,
                      struct err *err)
{
    int flags = options->is_direct ? O_DIRECT : 0;
    struct stat status;
    int rc = 0;

    if (stat(path, &status) < 0)
        return err_system(err, errno, "%s", path);
    if (S_ISDIR(status.st_mode))
        return open_folder(path, options, flags, err);
    if (!S_ISBLK(status.st_mode) && !S_ISREG(status.st_mode))
        return err_input(err, "%s is neither a block device nor a file nor a folder", path);
    if (!is_ours_)
        rc = need_consent(path, options, err);
    return rc < 0 ? rc : open_existing(path, &status, options, flags, err);
}

static int open_default(const struct disk_target_options *options, struct err *err)
{
    scope_free char *disk = find_data_disk();
    const char *folder = getenv("TMPDIR");

    if (disk)
        return open_named(disk, options, true, err);
    if (!folder || !*folder)
        folder = "/var/tmp";
    if (!path_exists(folder))
        return err_system(err, ENODEV, "no data disk here, and no folder %s for a file", folder);
    return open_named(folder, options, false, err);
}

int disk_target_take(struct disk_target *target, const struct disk_target_options *options,
                     struct err *err)
{
    int rc = 0;

    pthread_mutex_lock(&target->lock);
    if (target->users == 0)
        rc = *options->path ? open_named(options->path, options, false, err)
                            : open_default(options, err);
    if (target->users == 0 && rc >= 0)
        target->fd = rc;
    target->users += rc >= 0;
    pthread_mutex_unlock(&target->lock);
    return rc < 0 ? rc : 0;
}

void disk_target_give(struct disk_target *target)
{
    pthread_mutex_lock(&target->lock);
    if (--target->users == 0)
        close(target->fd);
    pthread_mutex_unlock(&target->lock);
}
