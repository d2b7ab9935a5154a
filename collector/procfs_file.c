// SPDX-License-Identifier: GPL-3.0-or-later
// Reads files into a shared buffer; knows nothing of what they mean.
#include "collector/procfs_file.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

enum { FIRST_CAPACITY = 16 << 10, CAPACITY_MAX = 4 << 20 };

static int half_of_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur > INT_MAX)
        return INT_MAX;
    return (int)(limit.rlim_cur / 2);
}

void procfs_pool_init(struct procfs_pool *pool, const struct procfs *procfs, size_t open_max)
{
    *pool = (struct procfs_pool){
        .procfs = procfs,
        .open_max = *procfs->root ? 0 : open_max,
        .fd_max = half_of_limit(),
        .buffer = alloc_zeroed(FIRST_CAPACITY, 1),
        .capacity = FIRST_CAPACITY,
    };
}

void procfs_pool_done(struct procfs_pool *pool)
{
    if (!pool)
        return;
    free(pool->buffer);
    *pool = (struct procfs_pool){0};
}

void procfs_file_init(struct procfs_file *file, struct procfs_pool *pool, char *path)
{
    *file = (struct procfs_file){.pool = pool, .path = path, .fd = -1};
}

static void drop_fd(struct procfs_file *file)
{
    if (file->fd < 0)
        return;
    close(file->fd);
    file->fd = -1;
    file->pool->open_count--;
}

void procfs_file_done(struct procfs_file *file)
{
    if (!file || !file->path)
        return;
    drop_fd(file);
    free(file->path);
    *file = (struct procfs_file){.fd = -1};
}

static int grow(struct procfs_pool *pool)
{
    if (pool->capacity >= CAPACITY_MAX)
        return -EFBIG;
    pool->capacity *= 2;
    pool->buffer = alloc_resized(pool->buffer, pool->capacity, 1);
    return 0;
}

// Whole, from its beginning. 0 or negative errno.
static int read_fd(int fd, struct procfs_pool *pool)
{
    for (size_t length = 0;;) {
        if (length == pool->capacity - 1 && grow(pool) < 0)
            return -EFBIG;
        ssize_t got = pread(fd, pool->buffer + length, pool->capacity - 1 - length, (off_t)length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -errno;
        pool->buffer[length += (size_t)got] = '\0';
        if (got == 0)
            return 0;
    }
}

static int fail(struct procfs_file *file, int failed, struct err *err)
{
    drop_fd(file);
    return err_system(err, -failed, "%s%s", file->pool->procfs->root, file->path);
}

static int read_kept(struct procfs_file *file, struct err *err)
{
    int failed = read_fd(file->fd, file->pool);
    return failed < 0 ? fail(file, failed, err) : 0;
}

static int read_anew(struct procfs_file *file, struct err *err)
{
    struct procfs_pool *pool = file->pool;
    scope_close int fd = procfs_open(pool->procfs, file->path, err);
    if (fd < 0)
        return fd;
    int failed = read_fd(fd, pool);
    if (failed < 0)
        return fail(file, failed, err);
    if (pool->open_count < pool->open_max && fd < pool->fd_max) {
        file->fd = scope_take_fd(fd);
        pool->open_count++;
    }
    return 0;
}

int procfs_file_read(struct procfs_file *file, const char **ret_text, struct err *err)
{
    int result = file->fd >= 0 ? read_kept(file, err) : read_anew(file, err);
    if (result == 0)
        *ret_text = file->pool->buffer;
    return result;
}
