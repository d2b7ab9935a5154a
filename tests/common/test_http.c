// SPDX-License-Identifier: GPL-3.0-or-later
// Documents from a real server on the loopback interface: well-mannered, slow, lying, endless.
#include "common/http.h"

#include <archive.h>
#include <archive_entry.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/http_url.h"
#include "common/sha256.h"
#include "tests/common/http_server.h"

#define LIST         "model,price\nR2,18000\n"
#define LIST_DIGEST  digest_of(LIST, (char[SHA256_TEXT_SIZE]){0})
#define OTHER_DIGEST "0000000000000000000000000000000000000000000000000000000000000000"

enum { MEGABYTE = 1 << 20, QUICK_NS = 300000000 };

struct packed {
    char *bytes;
    size_t length;
};

// What a test tells its server, which runs in another thread, and is told.
struct manners {
    _Atomic(const char *) body;
    _Atomic(const char *) etag;
    _Atomic(const char *) status; // NULL: 200
    _Atomic(const struct packed *) packed;
    atomic_uint unchanged;
};

static const char *digest_of(const char *text, char *buffer)
{
    return sha256_text(buffer, text, strlen(text));
}

static void reply_endlessly(int fd)
{
    static const char head[] = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
    scope_free char *zeros = alloc_zeroed(MEGABYTE, 1);
    bool goes_on = http_server_write(fd, head, strlen(head));
    while (goes_on)
        goes_on = http_server_write(fd, zeros, MEGABYTE);
}

static void reply_list(int fd, const char *request, struct manners *manners)
{
    const char *etag = manners->etag;
    const char *status = manners->status;
    scope_free char *header = etag ? alloc_printf("ETag: %s\r\n", etag) : alloc_copy("");
    scope_free char *asked = alloc_printf("If-None-Match: %s\r\n", etag ? etag : "");
    if (etag && strstr(request, asked)) {
        atomic_fetch_add(&manners->unchanged, 1);
        http_server_reply(fd, "304 Not Modified", header, "");
    } else
        http_server_reply(fd, status ? status : "200 OK", header, manners->body);
}

static void reply_packed(int fd, const struct packed *packed)
{
    scope_free char *head = alloc_printf("HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n"
                                         "Content-Encoding: gzip\r\nConnection: close\r\n\r\n",
                                         packed->length);
    if (http_server_write(fd, head, strlen(head)))
        http_server_write(fd, packed->bytes, packed->length);
}

static void answer(int fd, const char *request, void *manners_)
{
    struct manners *manners = manners_;
    static const char promise[] = "HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n";
    static const char half[] = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nmodel,price\n";
    if (http_server_asks(request, "/list.csv") ||
        http_server_asks(request, "/list.csv?token=secret"))
        reply_list(fd, request, manners);
    else if (http_server_asks(request, "/moved"))
        http_server_reply(fd, "302 Found", "Location: /list.csv\r\n", "");
    else if (http_server_asks(request, "/for-ever"))
        http_server_reply(fd, "302 Found", "Location: /for-ever\r\n", "");
    else if (http_server_asks(request, "/to-file"))
        http_server_reply(fd, "302 Found", "Location: file:///etc/passwd\r\n", "");
    else if (http_server_asks(request, "/page"))
        http_server_reply(fd, "200 OK", "Content-Type: text/csv\r\n",
                          "\n<!doctype html><html>login");
    else if (http_server_asks(request, "/slow"))
        http_server_stall(fd);
    else if (http_server_asks(request, "/promises"))
        http_server_write(fd, promise, strlen(promise));
    else if (http_server_asks(request, "/endless"))
        reply_endlessly(fd);
    else if (http_server_asks(request, "/half"))
        http_server_write(fd, half, strlen(half));
    else if (http_server_asks(request, "/packed"))
        reply_packed(fd, manners->packed);
    else
        http_server_reply(fd, "404 Not Found", "", "<html>nothing here</html>");
}

// A folder for copies, a server, and what the last request brought.
struct scene {
    struct manners manners;
    struct http_server server;
    char *cache;
    char *url;
    char *bytes, *note;
    size_t length;
    struct err err;
};

static void begin(struct scene *scene)
{
    *scene = (struct scene){.manners.body = LIST};
    scene->cache = alloc_copy("/tmp/fullhouse-http-XXXXXX");
    cr_assert_not_null(mkdtemp(scene->cache));
    http_server_start(&scene->server, answer, &scene->manners);
}

static void forget(struct scene *scene)
{
    free(scene->url);
    free(scene->bytes);
    free(scene->note);
    err_done(&scene->err);
    scene->url = scene->bytes = scene->note = NULL;
    scene->length = 0;
}

static void end(struct scene *scene)
{
    http_server_stop(&scene->server);
    forget(scene);
    cr_expect_eq(path_remove_tree(scene->cache, NULL), 0);
    free(scene->cache);
}

static int get(struct scene *scene, const char *path, const struct http_request *more)
{
    struct http_request request = *more;
    forget(scene);
    scene->url = http_server_url(&scene->server, path);
    request.url = scene->url;
    return http_get(&request, &scene->bytes, &scene->length, &scene->note, &scene->err);
}

static int get_plain(struct scene *scene, const char *path)
{
    return get(scene, path, &(struct http_request){.most_bytes = MEGABYTE});
}

static int get_kept(struct scene *scene, const char *path, const char *sha256)
{
    return get(scene, path, &(struct http_request){.cache = scene->cache, .sha256 = sha256});
}

// The message is "URL: what".
static void expect_refused(struct scene *scene, const char *what, int exit_code)
{
    const char *text = err_text(&scene->err);
    cr_expect(strncmp(text, scene->url, strlen(scene->url)) == 0 &&
                  strstr(text + strlen(scene->url), what) != NULL,
              "'%s' is not '%s: ...%s'", text, scene->url, what);
    cr_expect_eq(err_exit_code(&scene->err), exit_code);
    cr_expect_null(scene->bytes);
    cr_expect_null(scene->note);
}

Test(common_http, gives_the_document_also_behind_a_redirect)
{
    struct scene scene;
    begin(&scene);
    cr_assert_eq(get_plain(&scene, "/list.csv"), 0, "%s", err_text(&scene.err));
    cr_expect_str_eq(scene.bytes, LIST);
    cr_expect_eq(scene.length, strlen(LIST));
    cr_expect_null(scene.note);
    cr_assert_eq(get_plain(&scene, "/moved"), 0, "%s", err_text(&scene.err));
    cr_expect_str_eq(scene.bytes, LIST);
    end(&scene);
}

Test(common_http, refuses_redirects_for_ever_and_to_other_schemes)
{
    struct scene scene;
    begin(&scene);
    cr_expect_eq(get_plain(&scene, "/for-ever"), -EINVAL);
    expect_refused(&scene, ": redirected more than 5 times", 2);
    cr_expect_eq(atomic_load(&scene.server.requests), 6);
    cr_expect_eq(get_plain(&scene, "/to-file"), -EINVAL);
    expect_refused(&scene, ": redirected to an address that is not of http or https", 2);
    end(&scene);
}

Test(common_http, refuses_what_is_too_large_as_soon_as_it_is_known)
{
    struct scene scene;
    begin(&scene);
    cr_expect_eq(get_plain(&scene, "/promises"), -EINVAL);
    expect_refused(&scene, ": larger than 1.00 MiB, which is the most that is read", 2);
    cr_expect_eq(get_plain(&scene, "/endless"), -EINVAL);
    expect_refused(&scene, ": larger than 1.00 MiB, which is the most that is read", 2);
    end(&scene);
}

// So many zeros, gzipped.
static struct packed packed_zeros(size_t length)
{
    scope_free char *zeros = alloc_zeroed(length, 1);
    struct packed packed = {.bytes = alloc_zeroed(length, 1)};
    struct archive *archive = archive_write_new();
    struct archive_entry *entry = archive_entry_new();
    archive_write_set_format_raw(archive);
    archive_write_add_filter_gzip(archive);
    cr_assert_eq(archive_write_open_memory(archive, packed.bytes, length, &packed.length),
                 ARCHIVE_OK);
    archive_entry_set_filetype(entry, AE_IFREG);
    cr_assert_eq(archive_write_header(archive, entry), ARCHIVE_OK);
    cr_assert_eq(archive_write_data(archive, zeros, length), (ssize_t)length);
    archive_entry_free(entry);
    cr_assert_eq(archive_write_free(archive), ARCHIVE_OK);
    cr_assert_lt(packed.length, length / 100);
    return packed;
}

Test(common_http, bounds_what_was_packed_by_what_comes_out)
{
    struct scene scene;
    struct packed fits = packed_zeros(MEGABYTE);
    struct packed bomb = packed_zeros(MEGABYTE + 1);
    begin(&scene);
    scene.manners.packed = &fits;
    cr_assert_eq(get_plain(&scene, "/packed"), 0, "%s", err_text(&scene.err));
    cr_expect_eq(scene.length, MEGABYTE);
    scene.manners.packed = &bomb;
    cr_expect_eq(get_plain(&scene, "/packed"), -EINVAL);
    expect_refused(&scene, ": larger than 1.00 MiB", 2);
    end(&scene);
    free(fits.bytes);
    free(bomb.bytes);
}

Test(common_http, a_web_page_is_no_data_whatever_the_server_calls_it)
{
    struct scene scene;
    begin(&scene);
    cr_expect_eq(get_kept(&scene, "/page", NULL), -EINVAL);
    expect_refused(&scene, ": a web page (HTML), where data are wanted", 2);
    end(&scene);
}

Test(common_http, tells_what_a_server_answers_and_that_it_does_not)
{
    struct scene scene;
    begin(&scene);
    cr_expect_eq(get_plain(&scene, "/none"), -ENOTSUP);
    expect_refused(&scene, ": the server answers 404: there is no such document", 3);
    cr_expect_eq(get_plain(&scene, "/half"), -ENOTSUP);
    expect_refused(&scene, "bytes remaining to read", 3);
    cr_expect_eq(get(&scene, "/slow", &(struct http_request){.timeout_ns = QUICK_NS}), -ENOTSUP);
    expect_refused(&scene, "timed out", 3);
    unsigned port = scene.server.port;
    end(&scene);

    struct err err = {0};
    scope_free char *url = alloc_printf("http://127.0.0.1:%u/list.csv", port);
    const struct http_request request = {.url = url};
    char *bytes, *note;
    size_t length;
    cr_expect_eq(http_get(&request, &bytes, &length, &note, &err), -ENOTSUP);
    cr_expect_not_null(strstr(err_text(&err), "Failed to connect"), "%s", err_text(&err));
    err_done(&err);
}

Test(common_http, holds_the_document_against_its_checksum)
{
    struct scene scene;
    begin(&scene);
    cr_expect_eq(get_kept(&scene, "/list.csv", OTHER_DIGEST), -EINVAL);
    expect_refused(&scene, ", not " OTHER_DIGEST "; it is not the document that was meant", 2);
    cr_expect_eq(get_kept(&scene, "/list.csv", LIST_DIGEST), 0, "%s", err_text(&scene.err));
    cr_expect_eq(get_kept(&scene, "/list.csv", "12ab"), -EINVAL);
    cr_expect_str_eq(err_text(&scene.err),
                     "'12ab' is no SHA-256: 64 hexadecimal digits are wanted");
    end(&scene);
}

Test(common_http, a_copy_with_the_right_checksum_is_not_asked_for_again)
{
    struct scene scene;
    begin(&scene);
    cr_assert_eq(get_kept(&scene, "/list.csv", LIST_DIGEST), 0);
    scene.manners.body = "another";
    cr_assert_eq(get_kept(&scene, "/list.csv", LIST_DIGEST), 0);
    cr_expect_str_eq(scene.bytes, LIST);
    cr_expect_null(scene.note);
    cr_expect_eq(atomic_load(&scene.server.requests), 1);
    end(&scene);
}

Test(common_http, without_a_checksum_the_server_is_asked_whether_it_changed)
{
    struct scene scene;
    begin(&scene);
    scene.manners.etag = "\"first\"";
    cr_assert_eq(get_kept(&scene, "/list.csv", NULL), 0);
    cr_assert_eq(get_kept(&scene, "/list.csv", NULL), 0);
    cr_expect_str_eq(scene.bytes, LIST);
    cr_expect_eq(atomic_load(&scene.server.requests), 2);
    cr_expect_eq(atomic_load(&scene.manners.unchanged), 1);
    scene.manners.etag = "\"second\"";
    scene.manners.body = "another";
    cr_assert_eq(get_kept(&scene, "/list.csv", NULL), 0);
    cr_expect_str_eq(scene.bytes, "another");
    cr_expect_eq(atomic_load(&scene.manners.unchanged), 1);
    end(&scene);
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

Test(common_http, a_kept_copy_serves_while_the_server_is_in_trouble_and_tells_its_age)
{
    struct scene scene;
    begin(&scene);
    cr_assert_eq(get_kept(&scene, "/list.csv", NULL), 0);
    scope_free char *file = only_file_of(scene.cache);
    date_back(file, 3 * 3600);
    scene.manners.status = "503 Service Unavailable";
    cr_assert_eq(get_kept(&scene, "/list.csv", NULL), 0, "%s", err_text(&scene.err));
    cr_expect_str_eq(scene.bytes, LIST);
    scope_free char *note = alloc_printf("%s: the server answers 503: the server is in trouble; a "
                                         "copy that was right 3 h ago serves",
                                         scene.url);
    cr_expect_str_eq(scene.note, note);
    cr_expect_eq(get_kept(&scene, "/list.csv", OTHER_DIGEST), -ENOTSUP);
    scene.manners.status = "404 Not Found";
    cr_expect_eq(get_kept(&scene, "/list.csv", NULL), -ENOTSUP);
    expect_refused(&scene, ": the server answers 404", 3);
    end(&scene);
}

Test(common_http, an_unchanged_document_makes_the_copy_young_again)
{
    struct scene scene;
    struct stat status;
    begin(&scene);
    scene.manners.etag = "\"first\"";
    cr_assert_eq(get_kept(&scene, "/list.csv", NULL), 0);
    scope_free char *file = only_file_of(scene.cache);
    date_back(file, 3 * 3600);
    cr_assert_eq(get_kept(&scene, "/list.csv", NULL), 0);
    cr_assert_eq(stat(file, &status), 0);
    cr_expect_lt(time(NULL) - status.st_mtime, 3600);
    end(&scene);
}

Test(common_http, a_damaged_copy_is_none)
{
    struct scene scene;
    begin(&scene);
    scene.manners.etag = "\"first\"";
    cr_assert_eq(get_kept(&scene, "/list.csv", LIST_DIGEST), 0);
    scope_free char *file = only_file_of(scene.cache);
    scope_free char *bytes = NULL;
    size_t length;
    cr_assert_eq(path_read(file, MEGABYTE, &bytes, &length, NULL), 0);
    for (size_t i = 0; i < length; i += 9) {
        bytes[i] ^= 1;
        cr_assert_eq(path_write(file, bytes, length, 0600, NULL), 0);
        cr_assert_eq(get_kept(&scene, "/list.csv", LIST_DIGEST), 0);
        cr_expect_str_eq(scene.bytes, LIST);
        bytes[i] ^= 1;
    }
    cr_assert_eq(path_write(file, bytes, length / 2, 0600, NULL), 0);
    cr_assert_eq(get_kept(&scene, "/list.csv", LIST_DIGEST), 0);
    cr_expect_str_eq(scene.bytes, LIST);
    end(&scene);
}

Test(common_http, a_cache_that_cannot_be_written_is_told_and_no_failure)
{
    struct scene scene;
    begin(&scene);
    scope_free char *file = path_join(scene.cache, "file");
    cr_assert_eq(path_write(file, "", 0, 0600, NULL), 0);
    cr_assert_eq(get(&scene, "/list.csv", &(struct http_request){.cache = file}), 0, "%s",
                 err_text(&scene.err));
    cr_expect_str_eq(scene.bytes, LIST);
    cr_assert_not_null(scene.note);
    cr_expect_not_null(strstr(scene.note, "no copy was kept"), "%s", scene.note);
    end(&scene);
}

Test(common_http, a_signal_ends_it)
{
    struct scene scene;
    struct err err = {0};
    begin(&scene);
    cr_assert_eq(interrupt_install(&err), 0);
    raise(SIGTERM);
    cr_expect_eq(get_kept(&scene, "/slow", NULL), -EINTR);
    cr_expect_eq(err_exit_code(&scene.err), 130);
    interrupt_clear();
    end(&scene);
}

Test(common_http, no_secret_of_an_address_is_told_or_kept_by_name)
{
    struct scene scene;
    begin(&scene);
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
    end(&scene);
}
