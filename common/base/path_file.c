// SPDX-License-Identifier: GPL-3.0-or-later
// Whole files: read with a bound, and written so that a reader or a crash sees all or nothing.
#include "common/base/path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

enum { FIRST_READ = 4096 };

// One read into the room left, 0 at the end. -EFBIG once there is more than max.
static ssize_t read_more(int fd, char *bytes, size_t length, size_t capacity, size_t max)
{
    ssize_t got;
    do
        got = read(fd, bytes + length, capacity - length);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return -errno;
    return length + (size_t)got > max ? -EFBIG : got;
}

// Reads to the end of fd, whatever size its inode claims: files in /proc claim none.
int path_read_fd(int fd, size_t max, char **ret_bytes, size_t *ret_length)
{
    size_t capacity = FIRST_READ;
    size_t length = 0;
    scope_free char *bytes = malloc(capacity);
    ssize_t got = bytes ? 1 : -ENOMEM;
    while (got > 0) {
        // One byte stays free for the terminating zero.
        if (length + 1 == capacity) {
            char *grown = capacity <= SIZE_MAX / 2 ? realloc(bytes, capacity * 2) : NULL;
            if (!grown)
                return -ENOMEM;
            bytes = grown;
            capacity *= 2;
        }
        got = read_more(fd, bytes, length, capacity - 1, max);
        if (got > 0)
            length += (size_t)got;
    }
    if (got < 0)
        return (int)got;
    bytes[length] = '\0';
    *ret_bytes = scope_take(bytes);
    if (ret_length)
        *ret_length = length;
    return 0;
}

int path_read(const char *path, size_t max, char **ret_bytes, size_t *ret_length, struct err *err)
{
    scope_close int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_system(err, errno, "%s", path);
    int failed = path_read_fd(fd, max, ret_bytes, ret_length);
    return failed ? err_system(err, -failed, "%s", path) : 0;
}

int path_read_named(const char *path, size_t max, char **ret_bytes, size_t *ret_length,
                    struct err *err)
{
    struct stat status;
    if (stat(path, &status) < 0)
        return err_input(err, "%s: %s", path, strerror(errno));
    if (!S_ISREG(status.st_mode))
        return err_input(err, "%s: a file is wanted", path);
    if ((uint64_t)status.st_size > max)
        return err_input(err, "%s: more than %zu MiB", path, max >> 20);
    if (path_read(path, max, ret_bytes, ret_length, NULL) < 0)
        return err_input(err, "%s: cannot be read", path);
    return 0;
}

static int write_all(int fd, const void *bytes, size_t length)
{
    const char *next = bytes;
    while (length > 0) {
        ssize_t put = write(fd, next, length);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return -errno;
        next += put;
        length -= (size_t)put;
    }
    return 0;
}

// close is asked too: a network file system tells of a full disk only then.
static int fill_and_close(int fd, const void *bytes, size_t length, mode_t mode)
{
    int failed = write_all(fd, bytes, length);
    if (!failed && fchmod(fd, mode) < 0)
        failed = -errno;
    if (!failed && fsync(fd) < 0)
        failed = -errno;
    if (close(fd) < 0 && !failed)
        failed = -errno;
    return failed;
}

// Makes the new name itself survive a power cut. A file system that cannot is not worth failing
// for.
static void sync_dir_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    scope_free char *dir = slash ? strndup(path, (size_t)(slash - path) + 1) : alloc_copy(".");
    scope_close int fd = dir ? open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd >= 0)
        fsync(fd);
}

static int write_beside(const char *path, const void *bytes, size_t length, mode_t mode)
{
    scope_free char *temporary = alloc_printf("%s.XXXXXX", path);
    int fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0)
        return -errno;
    int failed = fill_and_close(fd, bytes, length, mode);
    if (!failed && rename(temporary, path) < 0)
        failed = -errno;
    if (failed)
        unlink(temporary);
    else
        sync_dir_of(path);
    return failed;
}

// A device or a pipe is written to, never replaced: root may well name /dev/stdout or /dev/null.
static int write_into(const char *path, const void *bytes, size_t length)
{
    scope_close int fd = open(path, O_WRONLY | O_CLOEXEC);
    return fd < 0 ? -errno : write_all(fd, bytes, length);
}

int path_write(const char *path, const void *bytes, size_t length, mode_t mode, struct err *err)
{
    struct stat status;
    bool is_plain = stat(path, &status) < 0 || S_ISREG(status.st_mode) || S_ISDIR(status.st_mode);
    int failed =
        is_plain ? write_beside(path, bytes, length, mode) : write_into(path, bytes, length);
    return failed ? err_system(err, -failed, "%s", path) : 0;
}
