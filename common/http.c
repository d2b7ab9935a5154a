// SPDX-License-Identifier: GPL-3.0-or-later
// Fetches a document by URL.
#include "common/http.h"

#include <errno.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"

int http_get(const struct http_request *request, char **ret_bytes, size_t *ret_length,
             char **ret_note, struct err *err)
{
    (void)ret_bytes, (void)ret_length, (void)ret_note;
    return err_system(err, ENOSYS, "%s", request->url);
}

char *http_url_shown(const char *url)
{
    return alloc_printf("%.*s", (int)strcspn(url, "?#"), url);
}
