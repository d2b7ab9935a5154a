// SPDX-License-Identifier: GPL-3.0-or-later
// A real web server on the loopback interface, with whatever manners a test wants it to have.
#ifndef FULLHOUSE_TESTS_COMMON_HTTP_SERVER_H
#define FULLHOUSE_TESTS_COMMON_HTTP_SERVER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

// Answers one request, whose head is zero-terminated, by what it writes to fd, which is closed
// afterwards. Runs in the server's thread, one request after the other.
typedef void http_server_answer(int fd, const char *request, void *context);

struct http_server {
    int fd;
    unsigned port;
    pthread_t thread;
    http_server_answer *answer;
    void *context;
    atomic_uint requests;
};

// Listens and answers until http_server_stop. Fails the test where it cannot. A proxy that the
// environment names is not used for it.
void http_server_start(struct http_server *server, http_server_answer *answer, void *context);
void http_server_stop(struct http_server *server);

// "http://127.0.0.1:PORT" and path, new.
char *http_server_url(const struct http_server *server, const char *path);

// Writes all; false once the other side is gone.
bool http_server_write(int fd, const void *bytes, size_t length);

// An answer with its length.
void http_server_reply(int fd, const char *status, const char *more_headers, const char *body);

// Whether the request is for this path.
bool http_server_asks(const char *request, const char *path);

// Writes nothing until the other side has closed.
void http_server_stall(int fd);

#endif
