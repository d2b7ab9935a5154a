// SPDX-License-Identifier: GPL-3.0-or-later
// Copies of documents: when they serve, when the server is asked, and what is never kept.
#include "common/http_cache.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/sha256.h"
#include "tests/common/http_scene.h"

#define LIST_DIGEST  digest_of(HTTP_LIST, (char[SHA256_TEXT_SIZE]){0})
#define OTHER_DIGEST "0000000000000000000000000000000000000000000000000000000000000000"

static const char *digest_of(const char *text, char *buffer)
{
    return sha256_text(buffer, text, strlen(text));
}

Test(common_http_cache, holds_the_document_against_its_checksum)
{
    struct http_scene scene;
    http_scene_begin(&scene);
    cr_expect_eq(http_scene_get_kept(&scene, "/list.csv", OTHER_DIGEST), -EINVAL);
    http_scene_refused(&scene, ", not " OTHER_DIGEST "; it is not the document that was meant", 2);
    cr_expect_eq(http_scene_get_kept(&scene, "/list.csv", LIST_DIGEST), 0, "%s",
                 err_text(&scene.err));
    cr_expect_eq(http_scene_get_kept(&scene, "/list.csv", "12ab"), -EINVAL);
    cr_expect_str_eq(err_text(&scene.err),
                     "'12ab' is no SHA-256: 64 hexadecimal digits are wanted");
    http_scene_end(&scene);
}

Test(common_http_cache, a_copy_with_the_right_checksum_is_not_asked_for_again)
{
    struct http_scene scene;
    http_scene_begin(&scene);
    cr_assert_eq(http_scene_get_kept(&scene, "/list.csv", LIST_DIGEST), 0);
    scene.manners.body = "another";
    cr_assert_eq(http_scene_get_kept(&scene, "/list.csv", LIST_DIGEST), 0);
    cr_expect_str_eq(scene.bytes, HTTP_LIST);
    cr_expect_null(scene.note);
    cr_expect_eq(atomic_load(&scene.server.requests), 1);
    http_scene_end(&scene);
}

Test(common_http_cache, without_a_checksum_the_server_is_asked_whether_it_changed)
{
    struct http_scene scene;
    http_scene_begin(&scene);
    scene.manners.etag = "\"first\"";
    cr_assert_eq(http_scene_get_kept(&scene, "/list.csv", NULL), 0);
    cr_assert_eq(http_scene_get_kept(&scene, "/list.csv", NULL), 0);
    cr_expect_str_eq(scene.bytes, HTTP_LIST);
    cr_expect_eq(atomic_load(&scene.server.requests), 2);
    cr_expect_eq(atomic_load(&scene.manners.unchanged), 1);
    scene.manners.etag = "\"second\"";
    scene.manners.body = "another";
    cr_assert_eq(http_scene_get_kept(&scene, "/list.csv", NULL), 0);
    cr_expect_str_eq(scene.bytes, "another");
    cr_expect_eq(atomic_load(&scene.manners.unchanged), 1);
    http_scene_end(&scene);
}

static char *only_file_of(const char *folder)
{
    scope_closedir DIR *dir = opendir(folder);
    char *found = NULL;
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (entry->d_name[0] == '.')
            continue;
        cr_assert_null(found, "more than one file is kept");
        found = path_join(folder, entry->d_name);
    }
    cr_assert_not_null(found);
    return found;
}

static void date_back(const char *path, time_t seconds)
{
    const struct timespec times[2] = {{.tv_sec = time(NULL) - seconds},
                                      {.tv_sec = time(NULL) - seconds}};
    cr_assert_eq(utimensat(AT_FDCWD, path, times, 0), 0);
}

Test(common_http_cache, a_kept_copy_serves_while_the_server_is_in_trouble_and_tells_its_age)
{
    struct http_scene scene;
    http_scene_begin(&scene);
    cr_assert_eq(http_scene_get_kept(&scene, "/list.csv", NULL), 0);
    scope_free char *file = only_file_of(scene.cache);
    date_back(file, 3 * 3600);
    scene.manners.status = "503 Service Unavailable";
    cr_assert_eq(http_scene_get_kept(&scene, "/list.csv", NULL), 0, "%s", err_text(&scene.err));
    cr_expect_str_eq(scene.bytes, HTTP_LIST);
    scope_free char *note = alloc_printf("%s: the server answers 503: the server is in trouble; a "
                                         "copy that was right 3 h ago serves",
                                         scene.url);
    cr_expect_str_eq(scene.note, note);
    cr_expect_eq(http_scene_get_kept(&scene, "/list.csv", OTHER_DIGEST), -ENOTSUP);
    scene.manners.status = "404 Not Found";
    cr_expect_eq(http_scene_get_kept(&scene, "/list.csv", NULL), -ENOTSUP);
    http_scene_refused(&scene, ": the server answers 404", 3);
    http_scene_end(&scene);
}

Test(common_http_cache, an_unchanged_document_makes_the_copy_young_again)
{
    struct http_scene scene;
    struct stat status;
    http_scene_begin(&scene);
    scene.manners.etag = "\"first\"";
    cr_assert_eq(http_scene_get_kept(&scene, "/list.csv", NULL), 0);
    scope_free char *file = only_file_of(scene.cache);
    date_back(file, 3 * 3600);
    cr_assert_eq(http_scene_get_kept(&scene, "/list.csv", NULL), 0);
    cr_assert_eq(stat(file, &status), 0);
    cr_expect_lt(time(NULL) - status.st_mtime, 3600);
    http_scene_end(&scene);
}

Test(common_http_cache, a_damaged_copy_is_none)
{
    struct http_scene scene;
    http_scene_begin(&scene);
    scene.manners.etag = "\"first\"";
    cr_assert_eq(http_scene_get_kept(&scene, "/list.csv", LIST_DIGEST), 0);
    scope_free char *file = only_file_of(scene.cache);
    scope_free char *bytes = NULL;
    size_t length;
    cr_assert_eq(path_read(file, MEGABYTE, &bytes, &length, NULL), 0);
    for (size_t i = 0; i < length; i += 9) {
        bytes[i] ^= 1;
        cr_assert_eq(path_write(file, bytes, length, 0600, NULL), 0);
        cr_assert_eq(http_scene_get_kept(&scene, "/list.csv", LIST_DIGEST), 0);
        cr_expect_str_eq(scene.bytes, HTTP_LIST);
        bytes[i] ^= 1;
    }
    cr_assert_eq(path_write(file, bytes, length / 2, 0600, NULL), 0);
    cr_assert_eq(http_scene_get_kept(&scene, "/list.csv", LIST_DIGEST), 0);
    cr_expect_str_eq(scene.bytes, HTTP_LIST);
    http_scene_end(&scene);
}

Test(common_http_cache, a_cache_that_cannot_be_written_is_told_and_no_failure)
{
    struct http_scene scene;
    http_scene_begin(&scene);
    scope_free char *file = path_join(scene.cache, "file");
    cr_assert_eq(path_write(file, "", 0, 0600, NULL), 0);
    cr_assert_eq(http_scene_get(&scene, "/list.csv", &(struct http_request){.cache = file}), 0,
                 "%s", err_text(&scene.err));
    cr_expect_str_eq(scene.bytes, HTTP_LIST);
    cr_assert_not_null(scene.note);
    cr_expect_not_null(strstr(scene.note, "no copy was kept"), "%s", scene.note);
    http_scene_end(&scene);
}

Test(common_http_cache, no_secret_of_an_address_is_told_or_kept_by_name)
{
    struct http_scene scene;
    http_scene_begin(&scene);
    scene.manners.status = "403 Forbidden";
    scope_free char *url =
        alloc_printf("http://anna:geheim@127.0.0.1:%u/list.csv?token=secret#x", scene.server.port);
    const struct http_request request = {.url = url, .cache = scene.cache};
    cr_expect_eq(http_get(&request, &scene.bytes, &scene.length, &scene.note, &scene.err),
                 -ENOTSUP);
    scope_free char *text =
        alloc_printf("http://127.0.0.1:%u/list.csv?...: the server answers 403: it may not be read",
                     scene.server.port);
    cr_expect_str_eq(err_text(&scene.err), text);
    err_done(&scene.err);
    scene.manners.status = NULL;
    cr_assert_eq(http_get(&request, &scene.bytes, &scene.length, &scene.note, &scene.err), 0);
    scope_free char *file = only_file_of(scene.cache);
    cr_expect_null(strstr(file, "secret"));
    http_scene_end(&scene);
}
