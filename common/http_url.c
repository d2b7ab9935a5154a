// SPDX-License-Identifier: GPL-3.0-or-later
// libcurl takes addresses apart, as it will when it fetches them.
#include "common/http_url.h"

#include <string.h>
#include <strings.h>

#include <curl/curl.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

static void cleanup_url(CURLU **url)
{
    curl_url_cleanup(*url);
}
#define scope_url __attribute__((cleanup(cleanup_url)))

static void cleanup_part(char **part)
{
    curl_free(*part);
}
#define scope_part __attribute__((cleanup(cleanup_part)))

static CURLU *taken_apart(const char *text)
{
    scope_url CURLU *url = curl_url();
    if (!url || curl_url_set(url, CURLUPART_URL, text, CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
        return NULL;
    return scope_take(url);
}

bool http_url_is(const char *text)
{
    return strstr(text, "://") != NULL;
}

// What libcurl cannot take apart may hold a password all the same: nothing before an "@" is shown.
static char *shown_roughly(const char *text)
{
    size_t length = strcspn(text, "?#");
    const char *scheme = strstr(text, "://");
    const char *at = memrchr(text, '@', length);
    if (!at)
        return alloc_printf("%.*s", (int)length, text);
    struct strbuf shown = {0};
    if (scheme && scheme < at)
        strbuf_add_bytes(&shown, text, (size_t)(scheme - text) + strlen("://"));
    strbuf_add_bytes(&shown, at + 1, length - (size_t)(at + 1 - text));
    return strbuf_take(&shown);
}

char *http_url_shown(const char *text)
{
    scope_url CURLU *url = taken_apart(text);
    scope_part char *query = NULL;
    scope_part char *shown = NULL;
    if (!url)
        return shown_roughly(text);
    static const CURLUPart secrets[] = {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS,
                                        CURLUPART_FRAGMENT};
    for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
        curl_url_set(url, secrets[i], NULL, 0);
    if (curl_url_get(url, CURLUPART_QUERY, &query, 0) == CURLUE_OK)
        curl_url_set(url, CURLUPART_QUERY, "...", 0);
    if (curl_url_get(url, CURLUPART_URL, &shown, 0) != CURLUE_OK)
        return shown_roughly(text);
    return alloc_copy(shown);
}

int http_url_check(const char *text, struct err *err)
{
    scope_url CURLU *url = taken_apart(text);
    scope_part char *scheme = NULL;
    scope_free char *shown = http_url_shown(text);
    if (!url || curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK)
        return err_input(err, "%s: no address; one such as https://host/servers.csv is wanted",
                         shown);
    if (strcasecmp(scheme, "http") != 0 && strcasecmp(scheme, "https") != 0)
        return err_input(err, "%s: only http and https addresses are fetched, not %s", shown,
                         scheme);
    return 0;
}
