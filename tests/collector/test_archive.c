// SPDX-License-Identifier: GPL-3.0-or-later
// Packages and compressed files of our own making, whole and damaged; the writer's cpio.
#include "collector/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "tests/collector/tree.h"

TestSuite(collector_archive, .init = tree_make, .fini = tree_remove);

enum { ROOM = 1 << 20 };

static void write_file(struct archive *archive, const char *name, const void *bytes, size_t length)
{
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, (la_int64_t)length);
    cr_assert_eq(archive_write_header(archive, entry), ARCHIVE_OK);
    cr_assert_eq(archive_write_data(archive, bytes, length), (la_ssize_t)length);
    archive_entry_free(entry);
}

static void write_link(struct archive *archive, const char *name)
{
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, AE_IFLNK);
    archive_entry_set_symlink(entry, "/etc/passwd");
    cr_assert_eq(archive_write_header(archive, entry), ARCHIVE_OK);
    archive_entry_free(entry);
}

// A tar.xz in memory: two files, a folder's worth of noise, a link.
static size_t make_data(char *bytes)
{
    size_t used = 0;
    struct archive *archive = archive_write_new();
    archive_write_set_format_gnutar(archive);
    archive_write_add_filter_xz(archive);
    cr_assert_eq(archive_write_open_memory(archive, bytes, ROOM, &used), ARCHIVE_OK);
    write_file(archive, "./boot/vmlinuz-6.1", "kernel", 6);
    write_link(archive, "./boot/vmlinuz-link");
    write_file(archive, "./usr/share/doc/copyright", "words", 5);
    write_file(archive, "./lib/modules/empty.ko", "", 0);
    cr_assert_eq(archive_write_close(archive), ARCHIVE_OK);
    archive_write_free(archive);
    return used;
}

static char *make_deb(const char *data_name)
{
    scope_free char *data = alloc_zeroed(ROOM, 1);
    size_t length = make_data(data);
    char *path = tree_path("/package.deb");
    struct archive *archive = archive_write_new();
    archive_write_set_format_ar_svr4(archive);
    cr_assert_eq(archive_write_open_filename(archive, path), ARCHIVE_OK);
    write_file(archive, "debian-binary", "2.0\n", 4);
    write_file(archive, "control.tar.xz", data, length);
    write_file(archive, data_name, data, length);
    cr_assert_eq(archive_write_close(archive), ARCHIVE_OK);
    archive_write_free(archive);
    return path;
}

static bool wants_no_words(const char *path, void *context)
{
    (void)context;
    return !strstr(path, "copyright");
}

static int list(const char *path, const void *bytes, size_t length, void *context, struct err *err)
{
    (void)err;
    strbuf_printf(context, "%s=%.*s;", path, (int)length, (const char *)bytes);
    return 0;
}

static int refuse(const char *path, const void *bytes, size_t length, void *context,
                  struct err *err)
{
    (void)bytes;
    (void)length;
    (void)context;
    return err_system(err, ENOSPC, "%s", path);
}

Test(collector_archive, reads_a_packages_wanted_files)
{
    scope_free char *deb = make_deb("data.tar.xz");
    scope_strbuf struct strbuf listing = {0};
    struct err err = {0};
    cr_assert_eq(archive_read_deb(deb, wants_no_words, list, &listing, &err), 0, "%s",
                 err_text(&err));
    cr_assert_str_eq(strbuf_text(&listing), "./boot/vmlinuz-6.1=kernel;./lib/modules/empty.ko=;");
}

Test(collector_archive, stops_when_its_reader_fails)
{
    scope_free char *deb = make_deb("data.tar.xz");
    struct err err = {0};
    cr_assert_eq(archive_read_deb(deb, wants_no_words, refuse, NULL, &err), -ENOSPC);
    cr_assert_not_null(strstr(err_text(&err), "vmlinuz-6.1"), "%s", err_text(&err));
    err_done(&err);
}

static void expect_refused(const char *path)
{
    scope_strbuf struct strbuf listing = {0};
    struct err err = {0};
    cr_assert_lt(archive_read_deb(path, wants_no_words, list, &listing, &err), 0);
    cr_assert_not_null(strstr(err_text(&err), path), "%s", err_text(&err));
    err_done(&err);
}

Test(collector_archive, refuses_what_is_no_package)
{
    scope_free char *no_data = make_deb("other.tar.xz");
    expect_refused(no_data);
    tree_put("/package.deb", "");
    expect_refused(no_data);
    tree_put("/package.deb", "!<arch>\n");
    expect_refused(no_data);
    tree_put("/package.deb", "some text that is no archive at all, and long enough to be read\n");
    expect_refused(no_data);
    expect_refused("/nowhere/package.deb");
    expect_refused("/tmp");
}

Test(collector_archive, survives_any_damage)
{
    scope_free char *deb = make_deb("data.tar.xz");
    scope_free char *bytes = NULL;
    size_t length;
    struct rng rng;
    rng_init(&rng, 50);
    cr_assert_eq(path_read(deb, ROOM, &bytes, &length, NULL), 0);
    for (int i = 0; i < 400; i++) {
        scope_free char *damaged = alloc_zeroed(length, 1);
        memcpy(damaged, bytes, length);
        for (uint64_t at = rng_below(&rng, 4); i % 2 && at < 4; at++)
            damaged[rng_below(&rng, length)] ^= (char)(1 + rng_below(&rng, 255));
        tree_put_bytes("/package.deb", damaged, i % 2 ? length : rng_below(&rng, length));
        scope_strbuf struct strbuf listing = {0};
        struct err err = {0};
        if (archive_read_deb(deb, wants_no_words, list, &listing, &err) < 0)
            cr_assert_neq(err.kind, ERR_NONE);
        err_done(&err);
    }
}

static void make_compressed(const char *name, int (*filter)(struct archive *), const void *bytes,
                            size_t length)
{
    scope_free char *path = tree_path(name);
    struct archive *archive = archive_write_new();
    archive_write_set_format_raw(archive);
    cr_assert_leq(filter(archive), ARCHIVE_OK);
    cr_assert_eq(archive_write_open_filename(archive, path), ARCHIVE_OK);
    write_file(archive, "data", bytes, length);
    cr_assert_eq(archive_write_close(archive), ARCHIVE_OK);
    archive_write_free(archive);
}

Test(collector_archive, reads_files_whatever_their_compression)
{
    static int (*const filters[])(struct archive *) = {
        archive_write_add_filter_none, archive_write_add_filter_gzip, archive_write_add_filter_xz,
        archive_write_add_filter_zstd};
    enum { LENGTH = 300001 };
    scope_free char *content = alloc_zeroed(LENGTH, 1);
    for (size_t i = 0; i < LENGTH; i++)
        content[i] = (char)(i * i >> 7);
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        scope_free void *bytes = NULL;
        size_t length = 0;
        struct err err = {0};
        make_compressed("/module", filters[i], content, LENGTH);
        scope_free char *path = tree_path("/module");
        cr_assert_eq(archive_read_plain(path, &bytes, &length, &err), 0, "%s", err_text(&err));
        cr_assert_eq(length, LENGTH);
        cr_assert_eq(memcmp(bytes, content, LENGTH), 0);
    }
}

Test(collector_archive, refuses_half_a_compressed_file)
{
    scope_free char *path = tree_path("/module.xz");
    scope_free char *noise = alloc_zeroed(100000, 1);
    struct rng rng;
    struct err err = {0};
    void *bytes = NULL;
    size_t length = 7;
    rng_init(&rng, 51);
    for (size_t i = 0; i < 100000; i++)
        noise[i] = (char)rng_next(&rng);
    make_compressed("/module.xz", archive_write_add_filter_xz, noise, 100000);
    cr_assert_eq(truncate(path, 50000), 0);
    cr_assert_lt(archive_read_plain(path, &bytes, &length, &err), 0);
    cr_assert_not_null(strstr(err_text(&err), "module.xz"));
    cr_assert_null(bytes);
    err_done(&err);
    cr_assert_lt(archive_read_plain("/nowhere/module", &bytes, &length, &err), 0);
    err_done(&err);
}

Test(collector_archive, writes_folders_files_and_devices)
{
    scope_free char *path = tree_path("/initramfs");
    struct archive_writer *writer;
    cr_assert_eq(archive_writer_open(path, &writer, NULL), 0);
    cr_assert_eq(archive_writer_dir(writer, "dev", NULL), 0);
    cr_assert_eq(archive_writer_device(writer, "dev/console", 5, 1, NULL), 0);
    cr_assert_eq(archive_writer_file(writer, "init", 0755, "#!", 2, NULL), 0);
    cr_assert_eq(archive_writer_file(writer, "empty", 0600, NULL, 0, NULL), 0);
    cr_assert_eq(archive_writer_close(writer, NULL), 0);
    scope_free char *bytes = NULL;
    cr_assert_eq(path_read(path, ROOM, &bytes, NULL, NULL), 0);
    cr_assert_eq(strncmp(bytes, "070701", 6), 0, "newc, the one format a kernel takes");
    cr_assert_eq(archive_writer_close(NULL, NULL), 0);
}

Test(collector_archive, tells_a_full_disk)
{
    struct archive_writer *writer = NULL;
    scope_free char *bytes = alloc_zeroed(ROOM, 1);
    struct err err = {0};
    int result = archive_writer_open("/dev/full", &writer, &err);
    if (result == 0)
        result = archive_writer_file(writer, "file", 0600, bytes, ROOM, &err);
    int closed = archive_writer_close(writer, &err);
    cr_assert(result < 0 || closed < 0);
    cr_assert_not_null(strstr(err_text(&err), "/dev/full"), "%s", err_text(&err));
    cr_assert_eq(err.kind, ERR_HOST, "the disk's fault, not the user's");
    err_done(&err);
}

Test(collector_archive, cannot_write_where_there_is_no_folder)
{
    struct archive_writer *writer = NULL;
    struct err err = {0};
    cr_assert_lt(archive_writer_open("/nowhere/initramfs", &writer, &err), 0);
    cr_assert_null(writer);
    cr_assert_not_null(strstr(err_text(&err), "/nowhere"), "%s", err_text(&err));
    err_done(&err);
}
