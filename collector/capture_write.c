// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a capture as an archive or as a folder.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collector/archive.h"
#include "collector/capture.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"

enum { FILE_MODE = 0644 };

static int write_tar(const struct capture *capture, const char *path, const char *name,
                     struct err *err)
{
    struct archive_writer *writer;
    int result = archive_writer_open_tar(path, name, &writer, err);
    if (result < 0)
        return result;
    for (size_t i = 0; result == 0 && i < capture->count; i++) {
        const struct capture_entry *entry = &capture->entries[i];
        result = entry->is_link ? archive_writer_link(writer, entry->path, entry->bytes, err)
                                : archive_writer_file(writer, entry->path, FILE_MODE, entry->bytes,
                                                      entry->length, err);
    }
    int closed = archive_writer_close(writer, err);
    return result < 0 ? result : closed;
}

static int write_archive(const struct capture *capture, const char *path, struct err *err)
{
    scope_free char *part = alloc_printf("%s.part", path);
    int result = write_tar(capture, part, path, err);
    if (result == 0 && rename(part, path) < 0)
        result = err_system(err, errno, "%s", path);
    if (result < 0)
        unlink(part);
    return result;
}

// Thousands of small files: none of them is worth a wait for the disk.
static int write_file(const char *path, const struct capture_entry *entry, struct err *err)
{
    scope_close int fd =
        open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
    if (fd < 0)
        return err_system(err, errno, "%s", path);
    for (size_t done = 0; done < entry->length;) {
        ssize_t put = write(fd, entry->bytes + done, entry->length - done);
        if (put < 0 && errno != EINTR)
            return err_system(err, errno, "%s", path);
        done += put > 0 ? (size_t)put : 0;
    }
    return 0;
}

static int write_entry(const char *folder, const struct capture_entry *entry, struct err *err)
{
    scope_free char *path = path_join(folder, entry->path);
    scope_free char *parent = alloc_printf("%.*s", (int)(strrchr(path, '/') - path), path);
    int result = path_make_dirs(parent, err);
    if (result < 0)
        return result;
    if (!entry->is_link)
        return write_file(path, entry, err);
    return symlink(entry->bytes, path) < 0 ? err_system(err, errno, "%s", path) : 0;
}

// rmdir tells an empty folder from one that holds something of the user's.
static int make_folder(const char *path, struct err *err)
{
    if (rmdir(path) < 0 && errno != ENOENT)
        return err_input(err,
                         "%s: is there already; name a folder that is new or empty, or a file "
                         "as host.tar.zst",
                         path);
    return path_make_dirs(path, err);
}

static int write_folder(const struct capture *capture, const char *path, struct err *err)
{
    int result = make_folder(path, err);
    if (result < 0)
        return result;
    for (size_t i = 0; result == 0 && i < capture->count; i++)
        result = write_entry(path, &capture->entries[i], err);
    if (result < 0)
        path_remove_tree(path, NULL);
    return result;
}

static bool is_archive(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strstr(slash ? slash : path, ".tar");
    return dot && (dot[4] == '\0' || dot[4] == '.');
}

int capture_write(const struct capture *capture, const char *path, struct err *err)
{
    return is_archive(path) ? write_archive(capture, path, err) : write_folder(capture, path, err);
}
