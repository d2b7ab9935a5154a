// SPDX-License-Identifier: GPL-3.0-or-later
// Fetches a document by URL, within bounds, and keeps a copy. Knows nothing of what is in it.
#ifndef FULLHOUSE_COMMON_HTTP_H
#define FULLHOUSE_COMMON_HTTP_H

#include <stddef.h>
#include <stdint.h>

struct err;

struct http_request {
    const char *url;     // http, https
    const char *sha256;  // 64 hexadecimal digits the bytes must have; NULL: any
    const char *cache;   // folder where answers are kept (made when missing); NULL: none
    uint64_t timeout_ns; // of the whole transfer; 0: 30 s
    size_t most_bytes;   // larger answers are refused; 0: 64 MiB
};

// The body, new and zero-terminated, and its length. What is in the cache with the right checksum
// is not asked for again; without a checksum the server is asked whether it changed, and when it
// does not answer (or with 408, 429, 5xx) the kept copy serves: *ret_note (new, may be NULL) says
// so and how old it is, or that no copy could be kept. 0; -EINVAL for a URL that is none, a wrong
// checksum, a web page where data was wanted, too many redirects, too large; ERR_HOST for a server
// that does not answer in time or with an error; -EINTR. One line each, with the URL as
// http_url_shown.
int http_get(const struct http_request *request, char **ret_bytes, size_t *ret_length,
             char **ret_note, struct err *err);

#endif
