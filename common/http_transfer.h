// SPDX-License-Identifier: GPL-3.0-or-later
// One question to a server and its answer, redirects followed. Keeps nothing.
//
// Door: libcurl (with common/http_url), for TLS, proxies and redirects done right.
#ifndef FULLHOUSE_COMMON_HTTP_TRANSFER_H
#define FULLHOUSE_COMMON_HTTP_TRANSFER_H

#include <stddef.h>
#include <stdint.h>

struct err;

struct http_question {
    const char *url;
    const char *shown;    // the same in messages
    const char *etag;     // of a copy that is there already: answer 304 if it is the same still
    const char *modified; // its Last-Modified; NULL both: no copy
    uint64_t timeout_ns;
    size_t most_bytes;
};

// Zero-initialise; release with http_answer_done.
struct http_answer {
    long status; // 200, 304, 404 ...
    char *bytes; // zero-terminated; NULL where there are none
    size_t length;
    char *etag, *modified; // NULL where the server told none
};

// The body is bounded as it comes in, unpacked where it was packed (gzip, br, zstd). 0 with any
// status; -EINVAL for too many redirects, one to another scheme (from https also to http), too
// large; ERR_HOST where there was no whole answer in time; -EINTR for a signal.
int http_transfer(const struct http_question *question, struct http_answer *ret_answer,
                  struct err *err);

void http_answer_done(struct http_answer *answer);

#endif
