// SPDX-License-Identifier: GPL-3.0-or-later
// One thread, one connection at a time, one request a connection.
#include "tests/common/http_server.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

enum { DEADLINE_MS = 20000, HEAD_MOST = 1 << 16 };

bool http_server_write(int fd, const void *bytes, size_t length)
{
    const char *next = bytes;
    while (length > 0) {
        ssize_t sent = send(fd, next, length, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        next += sent;
        length -= (size_t)sent;
    }
    return true;
}

void http_server_reply(int fd, const char *status, const char *more_headers, const char *body)
{
    scope_free char *text =
        alloc_printf("HTTP/1.1 %s\r\nContent-Length: %zu\r\nConnection: close\r\n%s\r\n%s", status,
                     strlen(body), more_headers, body);
    http_server_write(fd, text, strlen(text));
}

bool http_server_asks(const char *request, const char *path)
{
    size_t length = strlen(path);
    return strncmp(request, "GET ", 4) == 0 && strncmp(request + 4, path, length) == 0 &&
           request[4 + length] == ' ';
}

void http_server_stall(int fd)
{
    char byte;
    struct pollfd other = {.fd = fd, .events = POLLIN};
    if (poll(&other, 1, DEADLINE_MS) > 0)
        (void)!recv(fd, &byte, 1, 0);
}

static char *read_head(int fd)
{
    struct strbuf head = {0};
    char bytes[1024];
    ssize_t got = 1;
    while (got > 0 && head.length < HEAD_MOST && !strstr(strbuf_text(&head), "\r\n\r\n")) {
        got = recv(fd, bytes, sizeof(bytes), 0);
        if (got > 0)
            strbuf_add_bytes(&head, bytes, (size_t)got);
    }
    return strbuf_take(&head);
}

static void *serve(void *server_)
{
    struct http_server *server = server_;
    for (int fd; (fd = accept4(server->fd, NULL, NULL, SOCK_CLOEXEC)) >= 0; close(fd)) {
        scope_free char *head = read_head(fd);
        atomic_fetch_add(&server->requests, 1);
        server->answer(fd, head, server->context);
    }
    return NULL;
}

void http_server_start(struct http_server *server, http_server_answer *answer, void *context)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(address);
    *server = (struct http_server){.answer = answer, .context = context};
    cr_assert_eq(setenv("no_proxy", "127.0.0.1", 1), 0);
    server->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    cr_assert_geq(server->fd, 0);
    cr_assert_eq(bind(server->fd, (struct sockaddr *)&address, size), 0);
    cr_assert_eq(listen(server->fd, 16), 0);
    cr_assert_eq(getsockname(server->fd, (struct sockaddr *)&address, &size), 0);
    server->port = ntohs(address.sin_port);
    cr_assert_eq(pthread_create(&server->thread, NULL, serve, server), 0);
}

void http_server_stop(struct http_server *server)
{
    shutdown(server->fd, SHUT_RDWR);
    pthread_join(server->thread, NULL);
    close(server->fd);
}

char *http_server_url(const struct http_server *server, const char *path)
{
    return alloc_printf("http://127.0.0.1:%u%s", server->port, path);
}
