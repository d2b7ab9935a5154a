// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that includes libarchive.
#include "collector/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

enum { BLOCK = 1 << 16 };
// Nothing we read is larger; a header that claims more is damaged or hostile.
static const int64_t CONTENT_MAX = INT64_C(1) << 30;

static int archive_fail(struct err *err, const char *path, struct archive *archive)
{
    int code = archive_errno(archive);
    const char *text = archive_error_string(archive);
    if (code == ENOSPC || code == EACCES || code == ENOENT)
        return err_system(err, code, "%s", path);
    return err_input(err, "%s: %s", path, text ? text : "not an archive that can be read");
}

static void free_reader(struct archive **archive)
{
    if (*archive)
        archive_read_free(*archive);
}
#define scope_reader __attribute__((cleanup(free_reader)))

// The rest of the entry under way, of unknown size.
static int read_content(struct archive *archive, const char *path, char **ret_bytes,
                        size_t *ret_length, struct err *err)
{
    scope_free char *bytes = NULL;
    size_t length = 0, capacity = 0;
    for (;;) {
        if (length == capacity)
            bytes = alloc_resized(bytes, capacity = capacity ? capacity * 2 : BLOCK, 1);
        la_ssize_t got = archive_read_data(archive, bytes + length, capacity - length);
        if (got < 0)
            return archive_fail(err, path, archive);
        if (got == 0)
            break;
        length += (size_t)got;
        if ((int64_t)length > CONTENT_MAX)
            return err_input(err, "%s: larger than %lld bytes", path, (long long)CONTENT_MAX);
    }
    *ret_bytes = scope_take(bytes);
    *ret_length = length;
    return 0;
}

int archive_read_plain(const char *path, void **ret_bytes, size_t *ret_length, struct err *err)
{
    scope_reader struct archive *archive = archive_read_new();
    archive_read_support_filter_all(archive);
    archive_read_support_format_raw(archive);
    struct archive_entry *entry;
    if (archive_read_open_filename(archive, path, BLOCK) != ARCHIVE_OK ||
        archive_read_next_header(archive, &entry) != ARCHIVE_OK)
        return archive_fail(err, path, archive);
    char *bytes;
    int result = read_content(archive, path, &bytes, ret_length, err);
    if (result == 0)
        *ret_bytes = bytes;
    return result;
}

static int walk(struct archive *archive, const char *name, archive_wants wants, archive_takes takes,
                void *context, struct err *err)
{
    struct archive_entry *entry;
    int status;
    while ((status = archive_read_next_header(archive, &entry)) == ARCHIVE_OK) {
        const char *path = archive_entry_pathname(entry);
        if (archive_entry_filetype(entry) != AE_IFREG || !path || !wants(path, context))
            continue;
        scope_free char *bytes = NULL;
        size_t length;
        int result = read_content(archive, name, &bytes, &length, err);
        if (result == 0)
            result = takes(path, bytes, length, context, err);
        if (result < 0)
            return result;
    }
    return status == ARCHIVE_EOF ? 0 : archive_fail(err, name, archive);
}

// The tar inside the package is read from the memory of its member.
static int walk_data(const char *path, const void *bytes, size_t length, archive_wants wants,
                     archive_takes takes, void *context, struct err *err)
{
    scope_reader struct archive *archive = archive_read_new();
    archive_read_support_filter_all(archive);
    archive_read_support_format_tar(archive);
    if (archive_read_open_memory(archive, bytes, length) != ARCHIVE_OK)
        return archive_fail(err, path, archive);
    return walk(archive, path, wants, takes, context, err);
}

int archive_read_deb(const char *path, archive_wants wants, archive_takes takes, void *context,
                     struct err *err)
{
    scope_reader struct archive *archive = archive_read_new();
    archive_read_support_format_ar(archive);
    if (archive_read_open_filename(archive, path, BLOCK) != ARCHIVE_OK)
        return archive_fail(err, path, archive);
    struct archive_entry *entry;
    while (archive_read_next_header(archive, &entry) == ARCHIVE_OK) {
        if (strncmp(archive_entry_pathname(entry), "data.tar", 8) != 0)
            continue;
        scope_free char *bytes = NULL;
        size_t length;
        int result = read_content(archive, path, &bytes, &length, err);
        return result < 0 ? result : walk_data(path, bytes, length, wants, takes, context, err);
    }
    return err_input(err, "%s: not a Debian package (it has no data member)", path);
}

struct archive_writer {
    struct archive *archive;
    char *path;
};

// Takes the archive over.
static int open_writer(struct archive *archive, const char *path,
                       struct archive_writer **ret_writer, struct err *err)
{
    if (archive_write_open_filename(archive, path) != ARCHIVE_OK) {
        int result = archive_fail(err, path, archive);
        archive_write_free(archive);
        return result;
    }
    struct archive_writer *writer = alloc_zeroed(1, sizeof *writer);
    *writer = (struct archive_writer){.archive = archive, .path = alloc_copy(path)};
    *ret_writer = writer;
    return 0;
}

int archive_writer_open(const char *path, struct archive_writer **ret_writer, struct err *err)
{
    struct archive *archive = archive_write_new();
    archive_write_set_format_cpio_newc(archive);
    return open_writer(archive, path, ret_writer, err);
}

static const struct {
    const char *end;
    int (*add_filter)(struct archive *);
} filters[] = {
    {".tar", archive_write_add_filter_none},
    {".tar.gz", archive_write_add_filter_gzip},
    {".tar.xz", archive_write_add_filter_xz},
    {".tar.zst", archive_write_add_filter_zstd},
};

static bool ends_in(const char *name, const char *end)
{
    size_t length = strlen(name), end_length = strlen(end);
    return length > end_length && strcmp(name + length - end_length, end) == 0;
}

int archive_writer_open_tar(const char *path, const char *name, struct archive_writer **ret_writer,
                            struct err *err)
{
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        if (!ends_in(name, filters[i].end))
            continue;
        struct archive *archive = archive_write_new();
        archive_write_set_format_pax_restricted(archive);
        filters[i].add_filter(archive);
        return open_writer(archive, path, ret_writer, err);
    }
    return err_input(err,
                     "%s: no kind of archive; its name ends in .tar, .tar.gz, .tar.xz or "
                     ".tar.zst",
                     name);
}

static int write_entry(struct archive_writer *writer, struct archive_entry *entry,
                       const void *bytes, size_t length, struct err *err)
{
    int result = 0;
    if (archive_write_header(writer->archive, entry) != ARCHIVE_OK ||
        (length && archive_write_data(writer->archive, bytes, length) != (la_ssize_t)length))
        result = archive_fail(err, writer->path, writer->archive);
    archive_entry_free(entry);
    return result;
}

static struct archive_entry *new_entry(const char *name, mode_t type, mode_t mode)
{
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, type);
    archive_entry_set_perm(entry, mode);
    archive_entry_set_size(entry, 0);
    return entry;
}

int archive_writer_dir(struct archive_writer *writer, const char *name, struct err *err)
{
    return write_entry(writer, new_entry(name, AE_IFDIR, 0755), NULL, 0, err);
}

int archive_writer_file(struct archive_writer *writer, const char *name, mode_t mode,
                        const void *bytes, size_t length, struct err *err)
{
    struct archive_entry *entry = new_entry(name, AE_IFREG, mode);
    archive_entry_set_size(entry, (la_int64_t)length);
    return write_entry(writer, entry, bytes, length, err);
}

int archive_writer_link(struct archive_writer *writer, const char *name, const char *target,
                        struct err *err)
{
    struct archive_entry *entry = new_entry(name, AE_IFLNK, 0777);
    archive_entry_set_symlink(entry, target);
    return write_entry(writer, entry, NULL, 0, err);
}

int archive_writer_device(struct archive_writer *writer, const char *name, unsigned device_major,
                          unsigned device_minor, struct err *err)
{
    struct archive_entry *entry = new_entry(name, AE_IFCHR, 0600);
    archive_entry_set_rdevmajor(entry, device_major);
    archive_entry_set_rdevminor(entry, device_minor);
    return write_entry(writer, entry, NULL, 0, err);
}

int archive_writer_close(struct archive_writer *writer, struct err *err)
{
    if (!writer)
        return 0;
    int result = archive_write_close(writer->archive) == ARCHIVE_OK
                     ? 0
                     : archive_fail(err, writer->path, writer->archive);
    archive_write_free(writer->archive);
    free(writer->path);
    free(writer);
    return result;
}
