// SPDX-License-Identifier: GPL-3.0-or-later
// Whole files: all or nothing on writing, a bound on reading, no trace of what failed.
#include "common/base/path.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

static char dir[] = "/tmp/fullhouse-file-XXXXXX";
static char *file;

static void make_own_dir(void)
{
    cr_assert_not_null(mkdtemp(dir));
    file = path_join(dir, "file");
}

static void remove_own_dir(void)
{
    free(file);
    cr_assert_eq(path_remove_tree(dir, NULL), 0);
}

TestSuite(base_path_file, .init = make_own_dir, .fini = remove_own_dir);

static size_t entries(void)
{
    size_t count = 0;
    scope_closedir DIR *stream = opendir(dir);
    for (struct dirent *entry; (entry = readdir(stream));)
        count += entry->d_name[0] != '.';
    return count;
}

static void holds(const char *expected)
{
    scope_free char *bytes = NULL;
    size_t length = 0;
    cr_assert_eq(path_read(file, 1 << 20, &bytes, &length, NULL), 0);
    cr_assert_eq(length, strlen(expected));
    cr_assert_str_eq(bytes, expected);
}

Test(base_path_file, replaces_whole_files_with_exactly_the_mode)
{
    struct stat status;
    umask(077);
    cr_assert_eq(path_write(file, "first and longer", 16, 0600, NULL), 0);
    cr_assert_eq(path_write(file, "second", 6, 0644, NULL), 0);
    holds("second");
    cr_assert_eq(stat(file, &status), 0);
    cr_assert_eq(status.st_mode & 0777, 0644);
    cr_assert_eq(path_write(file, NULL, 0, 0600, NULL), 0);
    holds("");
    cr_assert_eq(entries(), 1);
}

// A reader that has the old file open keeps the old file: it was replaced, not overwritten.
Test(base_path_file, leaves_a_reader_its_file)
{
    char bytes[4] = "";
    cr_assert_eq(path_write(file, "old", 3, 0600, NULL), 0);
    scope_close int fd = open(file, O_RDONLY);
    cr_assert_eq(path_write(file, "new", 3, 0600, NULL), 0);
    cr_assert_eq(read(fd, bytes, 3), 3);
    cr_assert_str_eq(bytes, "old");
}

Test(base_path_file, leaves_nothing_when_there_is_no_room)
{
    struct err err = {0};
    struct rlimit limit = {.rlim_cur = 1000, .rlim_max = 1000};
    scope_free char *bytes = alloc_zeroed(100000, 1);
    cr_assert_eq(path_write(file, "old", 3, 0600, NULL), 0);
    signal(SIGXFSZ, SIG_IGN);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    cr_assert_eq(path_write(file, bytes, 100000, 0600, &err), -EFBIG);
    cr_assert_eq(err.kind, ERR_HOST);
    cr_assert(strstr(err_text(&err), file), "%s", err_text(&err));
    err_done(&err);
    holds("old");
    cr_assert_eq(entries(), 1, "a temporary file stayed");
}

Test(base_path_file, tells_of_a_full_device_and_leaves_it_there)
{
    struct err err = {0};
    struct stat status;
    cr_assert_eq(path_write("/dev/full", "x", 1, 0600, &err), -ENOSPC);
    cr_assert_str_eq(err_text(&err), "/dev/full: No space left on device");
    err_done(&err);
    cr_assert_eq(path_write("/dev/null", "x", 1, 0600, NULL), 0);
    cr_assert_eq(stat("/dev/null", &status), 0);
    cr_assert(S_ISCHR(status.st_mode));
}

Test(base_path_file, does_not_write_over_a_folder_or_into_a_missing_one)
{
    scope_free char *missing = path_join(file, "below/missing");
    cr_assert_eq(mkdir(file, 0700), 0);
    cr_assert_eq(path_write(file, "x", 1, 0600, NULL), -EISDIR);
    cr_assert_eq(path_write(missing, "x", 1, 0600, NULL), -ENOENT);
    cr_assert_eq(entries(), 1);
}

Test(base_path_file, reads_up_to_its_bound_and_no_further)
{
    char *bytes = file;
    size_t length = 77;
    struct err err = {0};
    cr_assert_eq(path_write(file, "12345678", 8, 0600, NULL), 0);
    cr_assert_eq(path_read(file, 7, &bytes, &length, &err), -EFBIG);
    cr_assert(bytes == file && length == 77, "results were touched");
    cr_assert(strstr(err_text(&err), file));
    err_done(&err);
    cr_assert_eq(path_read(file, 8, &bytes, NULL, NULL), 0);
    cr_assert_str_eq(bytes, "12345678");
    free(bytes);
}

Test(base_path_file, reads_sizes_around_its_first_block)
{
    for (size_t size = 4090; size < 4100; size++) {
        scope_free char *written = alloc_zeroed(size + 1, 1);
        scope_free char *bytes = NULL;
        size_t length = 0;
        memset(written, 'a', size);
        cr_assert_eq(path_write(file, written, size, 0600, NULL), 0);
        cr_assert_eq(path_read(file, size, &bytes, &length, NULL), 0);
        cr_assert_eq(length, size);
        cr_assert_str_eq(bytes, written);
    }
}

Test(base_path_file, keeps_zero_bytes)
{
    scope_free char *bytes = NULL;
    size_t length = 0;
    cr_assert_eq(path_write(file, "a\0b", 3, 0600, NULL), 0);
    cr_assert_eq(path_read(file, 100, &bytes, &length, NULL), 0);
    cr_assert_eq(length, 3);
    cr_assert_eq(memcmp(bytes, "a\0b", 4), 0);
}

Test(base_path_file, reads_files_that_claim_no_size)
{
    scope_free char *bytes = NULL;
    cr_assert_eq(path_read("/proc/self/status", 1 << 20, &bytes, NULL, NULL), 0);
    cr_assert(strstr(bytes, "VmRSS"));
}

Test(base_path_file, tells_missing_files_and_folders_apart)
{
    char *bytes = NULL;
    cr_assert_eq(path_read(file, 10, &bytes, NULL, NULL), -ENOENT);
    cr_assert_eq(path_read(dir, 10, &bytes, NULL, NULL), -EISDIR);
    cr_assert_null(bytes);
}

Test(base_path_file, a_named_file_that_is_none_is_bad_input)
{
    static const char *const places[] = {"/dev/zero", "/dev", "/nonexistent"};
    scope_free char *bytes = NULL;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct err err = {0};
        cr_expect_eq(path_read_named(places[i], 100, &bytes, NULL, &err), -EINVAL);
        cr_expect_eq(err_exit_code(&err), 2);
        err_done(&err);
    }
    cr_expect_null(bytes);
}
