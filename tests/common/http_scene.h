// SPDX-License-Identifier: GPL-3.0-or-later
// A web server with manners to choose from, a folder for copies, and what the last request brought.
#ifndef FULLHOUSE_TESTS_COMMON_HTTP_SCENE_H
#define FULLHOUSE_TESTS_COMMON_HTTP_SCENE_H

#include <stdatomic.h>
#include <stddef.h>

#include "common/base/err.h"
#include "common/http.h"
#include "tests/common/http_server.h"

#define HTTP_LIST "model,price\nR2,18000\n"

enum { MEGABYTE = 1 << 20 };

struct http_packed {
    char *bytes;
    size_t length;
};

// What a test tells its server, which runs in another thread, and is told.
struct http_manners {
    _Atomic(const char *) body; // HTTP_LIST
    _Atomic(const char *) etag;
    _Atomic(const char *) status; // NULL: 200
    _Atomic(const struct http_packed *) packed;
    atomic_uint unchanged; // answers 304
};

struct http_scene {
    struct http_manners manners;
    struct http_server server;
    char *cache;
    char *url;
    char *bytes, *note;
    size_t length;
    struct err err;
};

// Paths: /list.csv (body, etag, status), /moved, /for-ever, /to-file, /page, /slow, /promises,
// /endless, /half, /packed; all else is not found.
void http_scene_begin(struct http_scene *scene);
void http_scene_end(struct http_scene *scene);

// http_get of a path, and what it gave in the scene; with more, of 1 MiB at most, with a cache.
int http_scene_get(struct http_scene *scene, const char *path, const struct http_request *more);
int http_scene_get_plain(struct http_scene *scene, const char *path);
int http_scene_get_kept(struct http_scene *scene, const char *path, const char *sha256);

// Nothing was given, and the message is the address and, somewhere behind, what.
void http_scene_refused(struct http_scene *scene, const char *what, int exit_code);

#endif
