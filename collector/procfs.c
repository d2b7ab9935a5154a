// SPDX-License-Identifier: GPL-3.0-or-later
// Reads whole small files below a root; knows nothing of what they mean. A captured tree may come
// from anybody: below a root no link leads out of it, and only plain files are opened.
#include "collector/procfs.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"

enum { FILE_MAX = 4 << 20 };

// A path of a captured tree as a descriptor that cannot be read yet: nothing is waited for, and no
// device is woken (openat2(2)).
static int locate(const char *root, const char *path)
{
    scope_close int root_fd = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root_fd < 0)
        return -errno;
    struct open_how how = {.flags = O_PATH | O_CLOEXEC,
                           .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS};
    int fd = (int)syscall(SYS_openat2, root_fd, path + strspn(path, "/"), &how, sizeof how);
    return fd < 0 ? -errno : fd;
}

static int open_located(const char *root, const char *path, mode_t type, int flags)
{
    scope_close int fd = locate(root, path);
    struct stat status;
    if (fd < 0)
        return fd;
    if (fstat(fd, &status) < 0)
        return -errno;
    if ((status.st_mode & S_IFMT) != type)
        return type == S_IFDIR ? -ENOTDIR : -EBADF;
    scope_free char *own = alloc_printf("/proc/self/fd/%d", fd);
    int opened = open(own, flags);
    return opened < 0 ? -errno : opened;
}

// Of this host: its own kernel's files, which are what they are.
static int open_below(const struct procfs *procfs, const char *path, mode_t type, int flags)
{
    if (*procfs->root)
        return open_located(procfs->root, path, type, flags);
    int fd = open(path, flags);
    return fd < 0 ? -errno : fd;
}

static int fail(const struct procfs *procfs, const char *path, int failed, struct err *err)
{
    if (failed != -EBADF)
        return err_system(err, -failed, "%s%s", procfs->root, path);
    err_input(err, "%s%s is no plain file", procfs->root, path);
    return failed;
}

int procfs_open(const struct procfs *procfs, const char *path, struct err *err)
{
    int fd = open_below(procfs, path, S_IFREG, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    return fd < 0 ? fail(procfs, path, fd, err) : fd;
}

int procfs_read_bytes(const struct procfs *procfs, const char *path, char **ret_bytes,
                      size_t *ret_length, struct err *err)
{
    scope_close int fd = procfs_open(procfs, path, err);
    if (fd < 0)
        return fd;
    int failed = path_read_fd(fd, FILE_MAX, ret_bytes, ret_length);
    return failed < 0 ? fail(procfs, path, failed, err) : 0;
}

int procfs_read(const struct procfs *procfs, const char *path, char **ret_text, struct err *err)
{
    return procfs_read_bytes(procfs, path, ret_text, NULL, err);
}

int procfs_read_line(const struct procfs *procfs, const char *path, char **ret_line,
                     struct err *err)
{
    char *text = NULL;
    int result = procfs_read(procfs, path, &text, err);
    if (result < 0)
        return result;
    text[strcspn(text, "\n")] = '\0';
    *ret_line = text;
    return 0;
}

int procfs_number(const struct procfs *procfs, const char *path, uint64_t *ret_number,
                  struct err *err)
{
    scope_free char *line = NULL;
    int result = procfs_read_line(procfs, path, &line, err);
    if (result == 0 && procfs_digits(line, ret_number) < 0)
        result = err_host(err, NULL, "%s%s holds no number", procfs->root, path);
    return result;
}

bool procfs_exists(const struct procfs *procfs, const char *path)
{
    if (!*procfs->root)
        return path_exists(path);
    scope_close int fd = locate(procfs->root, path);
    return fd >= 0;
}

static int open_folder(const struct procfs *procfs, const char *path, DIR **ret_dir,
                       struct err *err)
{
    scope_close int fd = open_below(procfs, path, S_IFDIR, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return fail(procfs, path, fd, err);
    DIR *dir = fdopendir(fd);
    if (!dir)
        return fail(procfs, path, -errno, err);
    fd = -1;
    *ret_dir = dir;
    return 0;
}

int procfs_count(const struct procfs *procfs, const char *path, uint64_t *ret_count,
                 struct err *err)
{
    scope_closedir DIR *dir = NULL;
    int result = open_folder(procfs, path, &dir, err);
    if (result < 0)
        return result;
    scope_free char *own = alloc_printf("%d", dirfd(dir));
    bool is_ours = *procfs->root == '\0' && strcmp(path, "/proc/self/fd") == 0;
    uint64_t count = 0;
    for (struct dirent *entry; (entry = readdir(dir));)
        count += entry->d_name[0] != '.' && !(is_ours && strcmp(entry->d_name, own) == 0);
    *ret_count = count;
    return 0;
}

// Numbers in names count as numbers: "cpu2" before "cpu10".
static int compare_names(const void *left, const void *right)
{
    return strverscmp(*(char *const *)left, *(char *const *)right);
}

void procfs_names_done(struct procfs_names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->names[i]);
    free(names->names);
    *names = (struct procfs_names){0};
}

int procfs_list(const struct procfs *procfs, const char *path, const char *prefix,
                struct procfs_names *ret_names, struct err *err)
{
    struct procfs_names names = {0};
    scope_closedir DIR *dir = NULL;
    int result = open_folder(procfs, path, &dir, err);
    if (result < 0)
        return result;
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (entry->d_name[0] == '.' || strncmp(entry->d_name, prefix, strlen(prefix)) != 0)
            continue;
        names.names = alloc_resized(names.names, names.count + 1, sizeof *names.names);
        names.names[names.count++] = alloc_copy(entry->d_name);
    }
    if (names.count)
        qsort(names.names, names.count, sizeof *names.names, compare_names);
    *ret_names = names;
    return 0;
}

int procfs_digits(const char *text, uint64_t *ret_value)
{
    char *end;
    text += strspn(text, " \t");
    if (*text < '0' || *text > '9')
        return -ENOENT;
    errno = 0;
    uint64_t value = strtoull(text, &end, 10);
    if (errno)
        return -ERANGE;
    *ret_value = value;
    return 0;
}

int procfs_field(const char *text, const char *key, uint64_t *ret_value)
{
    size_t length = strlen(key);
    for (const char *line = text; line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, key, length) != 0 || line[length] != ':')
            continue;
        return procfs_digits(line + length + 1, ret_value);
    }
    return -ENOENT;
}
