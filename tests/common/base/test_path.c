// SPDX-License-Identifier: GPL-3.0-or-later
// Names of places and the making and removing of folders, in a folder of the test's own.
#include "common/base/path.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/err.h"
#include "common/base/scope.h"

static char dir[] = "/tmp/fullhouse-path-XXXXXX";

static void make_own_dir(void)
{
    cr_assert_not_null(mkdtemp(dir));
}

static void remove_own_dir(void)
{
    cr_assert_eq(path_remove_tree(dir, NULL), 0);
    cr_assert_not(path_exists(dir));
}

TestSuite(base_path, .init = make_own_dir, .fini = remove_own_dir);

static void forget_all(void)
{
    static const char *const names[] = {"FULLHOUSE_CACHE", "FULLHOUSE_STATE", "XDG_CACHE_HOME",
                                        "XDG_STATE_HOME", "HOME"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        unsetenv(names[i]);
}

static void is_cache(const char *expected)
{
    scope_free char *cache = path_cache_dir(NULL);
    cr_assert_str_eq(cache ? cache : "(none)", expected);
}

Test(base_path, follows_the_order_of_overrides)
{
    forget_all();
    setenv("HOME", "/home/me", 1);
    is_cache("/home/me/.cache/fullhouse");
    scope_free char *state = path_state_dir(NULL);
    cr_assert_str_eq(state, "/home/me/.local/state/fullhouse");
    setenv("XDG_CACHE_HOME", "/xdg/", 1);
    is_cache("/xdg/fullhouse");
    setenv("FULLHOUSE_CACHE", "/own", 1);
    is_cache("/own");
}

Test(base_path, ignores_empty_and_relative_places)
{
    forget_all();
    setenv("HOME", "/home/me", 1);
    setenv("FULLHOUSE_CACHE", "", 1);
    setenv("XDG_CACHE_HOME", "relative", 1);
    is_cache("/home/me/.cache/fullhouse");
}

Test(base_path, says_when_no_home_is_known)
{
    struct err err = {0};
    forget_all();
    cr_assert_null(path_state_dir(&err));
    cr_assert_eq(err.kind, ERR_HOST);
    cr_assert(strstr(err_text(&err), "XDG_STATE_HOME"));
    cr_assert_str_eq(err.mend, "export FULLHOUSE_STATE=DIR");
    err_done(&err);
}

static void joins(const char *parent, const char *name, const char *expected)
{
    scope_free char *path = path_join(parent, name);
    cr_assert_str_eq(path, expected);
}

Test(base_path, joins_with_one_slash)
{
    joins("a", "b", "a/b");
    joins("a/", "b", "a/b");
    joins("/", "b", "/b");
    joins("", "b", "b");
}

Test(base_path, makes_folders_for_the_owner_alone)
{
    struct stat status;
    scope_free char *deep = path_join(dir, "a//b/c/");
    cr_assert_eq(path_make_dirs(deep, NULL), 0);
    cr_assert_eq(path_make_dirs(deep, NULL), 0, "existing folders are fine");
    cr_assert_eq(stat(deep, &status), 0);
    cr_assert(S_ISDIR(status.st_mode));
    cr_assert_eq(status.st_mode & 0777, 0700);
}

Test(base_path, does_not_make_folders_through_files)
{
    struct err err = {0};
    scope_free char *file = path_join(dir, "file");
    scope_free char *below = path_join(file, "below");
    cr_assert_eq(path_write(file, "", 0, 0600, NULL), 0);
    cr_assert_eq(path_make_dirs(file, NULL), -ENOTDIR);
    cr_assert_eq(path_make_dirs(below, &err), -ENOTDIR);
    cr_assert(strstr(err_text(&err), file), "%s", err_text(&err));
    err_done(&err);
    cr_assert_eq(path_make_dirs("", NULL), -ENOENT);
}

Test(base_path, removes_a_tree_and_nothing_behind_its_links)
{
    scope_free char *tree = path_join(dir, "tree");
    scope_free char *deep = path_join(tree, "x/y/z");
    scope_free char *kept = path_join(dir, "kept");
    scope_free char *kept_file = path_join(kept, "file");
    scope_free char *to_dir = path_join(deep, "to-dir");
    scope_free char *to_nothing = path_join(tree, "to-nothing");
    cr_assert_eq(path_make_dirs(deep, NULL), 0);
    cr_assert_eq(path_make_dirs(kept, NULL), 0);
    cr_assert_eq(path_write(kept_file, "x", 1, 0600, NULL), 0);
    cr_assert_eq(symlink(kept, to_dir), 0);
    cr_assert_eq(symlink("/nowhere/at/all", to_nothing), 0);
    cr_assert_eq(path_remove_tree(tree, NULL), 0);
    cr_assert_not(path_exists(tree));
    cr_assert(path_exists(kept_file));
}

Test(base_path, removes_a_single_file_a_link_and_nothing)
{
    scope_free char *file = path_join(dir, "file");
    scope_free char *link = path_join(dir, "link");
    cr_assert_eq(path_write(file, "x", 1, 0600, NULL), 0);
    cr_assert_eq(symlink(dir, link), 0);
    cr_assert_eq(path_remove_tree(link, NULL), 0);
    cr_assert(path_exists(file));
    cr_assert_eq(path_remove_tree(file, NULL), 0);
    cr_assert_eq(path_remove_tree(file, NULL), 0, "gone is fine");
}

// Deeper than the descriptors reach: an error that names the place, and no crash.
Test(base_path, stops_in_a_tree_too_deep_for_its_descriptors)
{
    struct err err = {0};
    struct rlimit before;
    scope_free char *deep = path_join(dir, "d");
    for (int depth = 0; depth < 60; depth++) {
        char *deeper = path_join(deep, "d");
        free(deep);
        deep = deeper;
    }
    cr_assert_eq(path_make_dirs(deep, NULL), 0);
    cr_assert_eq(getrlimit(RLIMIT_NOFILE, &before), 0);
    struct rlimit few = {.rlim_cur = 40, .rlim_max = before.rlim_max};
    cr_assert_eq(setrlimit(RLIMIT_NOFILE, &few), 0);
    cr_assert_eq(path_remove_tree(dir, &err), -EMFILE);
    cr_assert(strstr(err_text(&err), "/d/d/d"), "%s", err_text(&err));
    err_done(&err);
    cr_assert_eq(setrlimit(RLIMIT_NOFILE, &before), 0);
}

Test(base_path, names_what_it_could_not_remove)
{
    struct err err = {0};
    cr_assert_lt(path_remove_tree("/proc/self/status", &err), 0);
    cr_assert(strstr(err_text(&err), "/proc/self/status"), "%s", err_text(&err));
    err_done(&err);
}
