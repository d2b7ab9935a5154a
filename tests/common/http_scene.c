// SPDX-License-Identifier: GPL-3.0-or-later
// What the server answers, path by path.
#include "tests/common/http_scene.h"

#include <criterion/criterion.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/path.h"
#include "common/base/scope.h"

static void reply_endlessly(int fd)
{
    static const char head[] = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
    scope_free char *zeros = alloc_zeroed(MEGABYTE, 1);
    bool goes_on = http_server_write(fd, head, strlen(head));
    while (goes_on)
        goes_on = http_server_write(fd, zeros, MEGABYTE);
}

static void reply_list(int fd, const char *request, struct http_manners *manners)
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

static void reply_packed(int fd, const struct http_packed *packed)
{
    scope_free char *head = alloc_printf("HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n"
                                         "Content-Encoding: gzip\r\nConnection: close\r\n\r\n",
                                         packed->length);
    if (http_server_write(fd, head, strlen(head)))
        http_server_write(fd, packed->bytes, packed->length);
}

static void answer(int fd, const char *request, void *manners_)
{
    struct http_manners *manners = manners_;
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

void http_scene_begin(struct http_scene *scene)
{
    *scene = (struct http_scene){.manners.body = HTTP_LIST};
    scene->cache = alloc_copy("/tmp/fullhouse-http-XXXXXX");
    cr_assert_not_null(mkdtemp(scene->cache));
    http_server_start(&scene->server, answer, &scene->manners);
}

static void forget(struct http_scene *scene)
{
    free(scene->url);
    free(scene->bytes);
    free(scene->note);
    err_done(&scene->err);
    scene->url = scene->bytes = scene->note = NULL;
    scene->length = 0;
}

void http_scene_end(struct http_scene *scene)
{
    http_server_stop(&scene->server);
    forget(scene);
    cr_expect_eq(path_remove_tree(scene->cache, NULL), 0);
    free(scene->cache);
}

int http_scene_get(struct http_scene *scene, const char *path, const struct http_request *more)
{
    struct http_request request = *more;
    forget(scene);
    scene->url = http_server_url(&scene->server, path);
    request.url = scene->url;
    return http_get(&request, &scene->bytes, &scene->length, &scene->note, &scene->err);
}

int http_scene_get_plain(struct http_scene *scene, const char *path)
{
    return http_scene_get(scene, path, &(struct http_request){.most_bytes = MEGABYTE});
}

int http_scene_get_kept(struct http_scene *scene, const char *path, const char *sha256)
{
    return http_scene_get(scene, path,
                          &(struct http_request){.cache = scene->cache, .sha256 = sha256});
}

void http_scene_refused(struct http_scene *scene, const char *what, int exit_code)
{
    const char *text = err_text(&scene->err);
    cr_expect(strncmp(text, scene->url, strlen(scene->url)) == 0 &&
                  strstr(text + strlen(scene->url), what) != NULL,
              "'%s' is not '%s: ...%s'", text, scene->url, what);
    cr_expect_eq(err_exit_code(&scene->err), exit_code);
    cr_expect_null(scene->bytes);
    cr_expect_null(scene->note);
}
