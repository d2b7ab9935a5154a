// SPDX-License-Identifier: GPL-3.0-or-later
// Kept copies of what servers answered: one file each, named by the address' SHA-256, so that no
// secret of an address stands in a folder. A copy that is damaged is none.
#ifndef FULLHOUSE_COMMON_HTTP_CACHE_H
#define FULLHOUSE_COMMON_HTTP_CACHE_H

#include <stddef.h>
#include <time.h>

#include "common/sha256.h"

struct err;

// Zero-initialise; release with http_copy_done.
struct http_copy {
    char *bytes; // zero-terminated; NULL: no copy
    size_t length;
    char sha256[SHA256_TEXT_SIZE]; // of the bytes
    char *etag, *modified;         // what the server told of it; NULL nothing
    time_t confirmed;              // when it last said that this is the document
};

// The copy of an address, of most_bytes at the most; no bytes where there is none. 0 or a negative
// errno where the file is there and cannot be read.
int http_cache_read(const char *folder, const char *url, size_t most_bytes,
                    struct http_copy *ret_copy, struct err *err);

// Keeps it, all or nothing; the folder is made. 0 or negative errno.
int http_cache_write(const char *folder, const char *url, const struct http_copy *copy,
                     struct err *err);

// The server said just now that it is the document still. 0 or negative errno.
int http_cache_confirm(const char *folder, const char *url, struct err *err);

void http_copy_done(struct http_copy *copy);

#endif
