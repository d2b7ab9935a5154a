// SPDX-License-Identifier: GPL-3.0-or-later
// The file: a few lines "word value", an empty one, the bytes. Its time of change is when the
// server last confirmed it.
#include "common/http_cache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

enum { HEAD_MOST = 1 << 20, FILE_MODE = 0600 };

// Another form of the file would have another number.
static const char heading[] = "fullhouse-copy 1\n";

void http_copy_done(struct http_copy *copy)
{
    free(copy->bytes);
    free(copy->etag);
    free(copy->modified);
    *copy = (struct http_copy){0};
}

static char *path_of(const char *folder, const char *url)
{
    char digest[SHA256_TEXT_SIZE];
    return path_join(folder, sha256_text(digest, url, strlen(url)));
}

static void add_line(struct strbuf *out, const char *word, const char *value)
{
    if (value)
        strbuf_printf(out, "%s %s\n", word, value);
}

// "word value\n" at *text: the value (new), and *text behind the line; NULL where another word is.
static char *take_line(const char **text, const char *end, const char *word)
{
    size_t length = strlen(word);
    const char *stop = memchr(*text, '\n', (size_t)(end - *text));
    if (!stop || (size_t)(stop - *text) <= length || strncmp(*text, word, length) != 0 ||
        (*text)[length] != ' ')
        return NULL;
    const char *value = *text + length + 1;
    char *taken = strndup(value, (size_t)(stop - value));
    *text = stop + 1;
    return taken;
}

// False for what is no copy of ours, or no longer a whole one.
static bool take_apart(const char *text, size_t length, struct http_copy *copy)
{
    const char *end = text + length;
    if (length < strlen(heading) || memcmp(text, heading, strlen(heading)) != 0)
        return false;
    text += strlen(heading);
    scope_free char *digest = take_line(&text, end, "sha256");
    copy->etag = take_line(&text, end, "etag");
    copy->modified = take_line(&text, end, "modified");
    if (!digest || text == end || *text != '\n')
        return false;
    text++;
    copy->length = (size_t)(end - text);
    sha256_text(copy->sha256, text, copy->length);
    if (strcmp(copy->sha256, digest) != 0)
        return false;
    copy->bytes = calloc(copy->length + 1, 1);
    if (copy->bytes)
        memcpy(copy->bytes, text, copy->length);
    return copy->bytes != NULL;
}

int http_cache_read(const char *folder, const char *url, size_t most_bytes,
                    struct http_copy *ret_copy, struct err *err)
{
    struct stat status;
    scope_free char *path = path_of(folder, url);
    scope_free char *text = NULL;
    size_t length = 0;
    struct http_copy copy = {0};
    *ret_copy = copy;
    if (stat(path, &status) < 0)
        return errno == ENOENT || errno == ENOTDIR ? 0 : err_system(err, errno, "%s", path);
    int r = path_read(path, most_bytes + HEAD_MOST, &text, &length, err);
    if (r < 0)
        return r;
    copy.confirmed = status.st_mtime;
    if (take_apart(text, length, &copy))
        *ret_copy = copy;
    else
        http_copy_done(&copy);
    return 0;
}

int http_cache_write(const char *folder, const char *url, const struct http_copy *copy,
                     struct err *err)
{
    scope_strbuf struct strbuf text = {0};
    scope_free char *path = path_of(folder, url);
    int r = path_make_dirs(folder, err);
    if (r < 0)
        return r;
    strbuf_add(&text, heading);
    add_line(&text, "sha256", copy->sha256);
    add_line(&text, "etag", copy->etag);
    add_line(&text, "modified", copy->modified);
    strbuf_add(&text, "\n");
    strbuf_add_bytes(&text, copy->bytes, copy->length);
    return path_write(path, strbuf_text(&text), text.length, FILE_MODE, err);
}

int http_cache_confirm(const char *folder, const char *url, struct err *err)
{
    scope_free char *path = path_of(folder, url);
    return utimensat(AT_FDCWD, path, NULL, 0) < 0 ? err_system(err, errno, "%s", path) : 0;
}
