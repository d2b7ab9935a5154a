// SPDX-License-Identifier: GPL-3.0-or-later
// Data disks on this host: made sparse, removed, swept, and refused where they would do harm.
#include "bench/data_disk.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/workspace.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/model/disk.h"

static char folder[] = "/var/tmp/fullhouse-disk-XXXXXX";
static struct workspace workspace;
static struct disk wish;

static void make(void)
{
    cr_assert_not_null(mkdtemp(folder));
    setenv("FULLHOUSE_CACHE", folder, 1);
    cr_assert_eq(workspace_open(&workspace, NULL), 0);
    disk_init(&wish);
}

static void clean(void)
{
    disk_done(&wish);
    workspace_close(&workspace);
    path_remove_tree(folder, NULL);
}

TestSuite(harness_data_disk, .init = make, .fini = clean);

static void set_path(const char *path)
{
    free(wish.path);
    wish.path = alloc_copy(path);
}

static void refused(const char *why)
{
    struct data_disks disks;
    struct err err = {0};
    cr_assert_lt(data_disks_open(&disks, &wish, folder, &workspace, &err), 0);
    cr_expect(strstr(err_text(&err), why), "%s", err_text(&err));
    err_done(&err);
    data_disks_close(&disks);
}

Test(harness_data_disk, is_a_sparse_file_that_goes_away)
{
    struct data_disks disks;
    struct stat status;
    char *path;
    cr_assert_eq(data_disks_open(&disks, &wish, folder, &workspace, NULL), 0);
    cr_assert_eq(data_disk_make(&disks, 3, &path, NULL), 0);
    cr_assert_eq(stat(path, &status), 0);
    cr_expect_eq(status.st_size, 1 << 30);
    cr_expect_lt(status.st_blocks, 1024);
    scope_free char *kept = alloc_copy(path);
    data_disk_remove(&disks, path);
    cr_expect_lt(stat(kept, &status), 0);
    data_disks_close(&disks);
}

// As a killed run leaves it: its disks are found by the workspace, and nothing else is touched.
Test(harness_data_disk, a_folder_of_the_users_is_swept_with_the_workspace)
{
    scope_free char *theirs = path_join(folder, "theirs");
    scope_free char *letter = path_join(theirs, "letter");
    struct data_disks disks;
    char *path;
    cr_assert_eq(mkdir(theirs, 0700), 0);
    cr_assert_eq(path_write(letter, "x", 1, 0600, NULL), 0);
    set_path(theirs);
    cr_assert_eq(data_disks_open(&disks, &wish, folder, &workspace, NULL), 0);
    cr_assert_eq(data_disk_make(&disks, 0, &path, NULL), 0);
    cr_assert(path_exists(path));
    cr_assert_eq(strncmp(path, theirs, strlen(theirs)), 0, "%s", path);
    workspace_close(&workspace);
    cr_expect_not(path_exists(path));
    cr_expect(path_exists(letter));
    unlink(letter);
    cr_expect_eq(rmdir(theirs), 0, "%s", strerror(errno));
    free(path);
    data_disks_close(&disks);
}

Test(harness_data_disk, a_folder_that_is_not_there_is_named)
{
    set_path("/nowhere/at/all");
    refused("disk.path: /nowhere/at/all: No such file or directory");
}

Test(harness_data_disk, what_is_no_free_block_device_is_refused)
{
    wish.backing = DISK_BACKING_BLOCK;
    wish.destroy = true;
    set_path(folder);
    refused("is no block device");
    set_path("/dev/null");
    refused("is no block device");
    set_path("/nowhere");
    refused("disk.path: /nowhere: No such file or directory");
}

Test(harness_data_disk, a_device_is_for_one_guest_and_is_never_removed)
{
    struct data_disks disks = {.wish = &wish};
    struct err err = {0};
    char *path;
    scope_free char *file = path_join(folder, "device");
    wish.backing = DISK_BACKING_BLOCK;
    set_path(file);
    cr_assert_eq(path_write(file, "x", 1, 0600, NULL), 0);
    cr_assert_eq(data_disk_make(&disks, 0, &path, NULL), 0);
    data_disk_remove(&disks, path);
    cr_expect(path_exists(file));
    cr_expect_eq(data_disk_make(&disks, 1, &path, &err), -EINVAL);
    err_done(&err);
}
