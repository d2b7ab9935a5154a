// SPDX-License-Identifier: GPL-3.0-or-later
// libcurl's easy interface, with bounds on everything a server decides.
#include "common/http_transfer.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <curl/curl.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/base/version.h"

enum { REDIRECTS_MOST = 5 };
#define NS_PER_MS UINT64_C(1000000)

struct transfer {
    const struct http_question *question;
    CURL *curl;
    struct curl_slist *headers;
    struct http_answer answer;
    size_t room;
    bool is_too_large, is_out_of_memory;
    char text[CURL_ERROR_SIZE];
};

void http_answer_done(struct http_answer *answer)
{
    free(answer->bytes);
    free(answer->etag);
    free(answer->modified);
    *answer = (struct http_answer){0};
}

// One byte more than was asked for, for the zero at the end.
static bool make_room(struct transfer *transfer, size_t length)
{
    size_t room = transfer->room ? transfer->room : 16384;
    while (room <= length)
        room *= 2;
    if (room == transfer->room)
        return true;
    char *bytes = realloc(transfer->answer.bytes, room);
    if (!bytes)
        return false;
    transfer->answer.bytes = bytes;
    transfer->room = room;
    return true;
}

// A short count is how libcurl is told to stop.
static size_t take_bytes(char *bytes, size_t size, size_t count, void *transfer_)
{
    struct transfer *transfer = transfer_;
    struct http_answer *answer = &transfer->answer;
    size_t length = size * count;
    if (length > transfer->question->most_bytes - answer->length) {
        transfer->is_too_large = true;
        return 0;
    }
    if (!make_room(transfer, answer->length + length)) {
        transfer->is_out_of_memory = true;
        return 0;
    }
    memcpy(answer->bytes + answer->length, bytes, length);
    answer->length += length;
    answer->bytes[answer->length] = '\0';
    return length;
}

static int stop_on_signal(void *transfer, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    (void)transfer, (void)a, (void)b, (void)c, (void)d;
    return interrupt_pending();
}

static bool add_header(struct transfer *transfer, const char *name, const char *value)
{
    if (!value)
        return true;
    scope_free char *line = alloc_printf("%s: %s", name, value);
    struct curl_slist *headers = curl_slist_append(transfer->headers, line);
    if (headers)
        transfer->headers = headers;
    return headers != NULL;
}

static bool is_https(const char *url)
{
    return strncasecmp(url, "https:", strlen("https:")) == 0;
}

static const char *redirect_schemes(const struct http_question *question)
{
    return is_https(question->url) ? "https" : "http,https";
}

// False where libcurl lacks one of them, which none of its builds with HTTP does.
static bool set_bounds(struct transfer *transfer)
{
    const struct http_question *question = transfer->question;
    CURL *curl = transfer->curl;
    long timeout_ms = (long)((question->timeout_ns + NS_PER_MS - 1) / NS_PER_MS);
    return curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, redirect_schemes(question)) ==
               CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)REDIRECTS_MOST) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, timeout_ms) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)question->most_bytes) ==
               CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK;
}

static bool set_up(struct transfer *transfer)
{
    const struct http_question *question = transfer->question;
    CURL *curl = transfer->curl;
    return set_bounds(transfer) && add_header(transfer, "If-None-Match", question->etag) &&
           add_header(transfer, "If-Modified-Since", question->modified) &&
           curl_easy_setopt(curl, CURLOPT_URL, question->url) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_HTTPHEADER, transfer->headers) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "") == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_USERAGENT, "fullhouse/" FULLHOUSE_VERSION) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, transfer->text) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_bytes) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_WRITEDATA, transfer) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, stop_on_signal) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L) == CURLE_OK;
}

static int refuse_size(const struct http_question *question, struct err *err)
{
    char most[UNITS_TEXT_SIZE];
    return err_input(err, "%s: larger than %s, which is the most that is read", question->shown,
                     units_format_bytes(most, question->most_bytes));
}

static int refuse(const struct transfer *transfer, CURLcode code, struct err *err)
{
    const struct http_question *question = transfer->question;
    if (transfer->is_too_large || code == CURLE_FILESIZE_EXCEEDED)
        return refuse_size(question, err);
    if (transfer->is_out_of_memory || code == CURLE_OUT_OF_MEMORY)
        return err_system(err, ENOMEM, "%s", question->shown);
    switch (code) {
    case CURLE_ABORTED_BY_CALLBACK:
        return err_interrupted(err);
    case CURLE_TOO_MANY_REDIRECTS:
        return err_input(err, "%s: redirected more than %d times", question->shown, REDIRECTS_MOST);
    case CURLE_UNSUPPORTED_PROTOCOL:
        return err_input(err, "%s: redirected to an address that is not of %s", question->shown,
                         is_https(question->url) ? "https" : "http or https");
    case CURLE_URL_MALFORMAT:
        return err_input(err, "%s: no address, or redirected to what is none", question->shown);
    default:
        return err_host(err, NULL, "%s: %s", question->shown,
                        *transfer->text ? transfer->text : curl_easy_strerror(code));
    }
}

static char *header_of(CURL *curl, const char *name)
{
    struct curl_header *header;
    if (curl_easy_header(curl, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return NULL;
    return *header->value ? alloc_copy(header->value) : NULL;
}

static int perform(struct transfer *transfer, struct err *err)
{
    if (!set_up(transfer))
        return err_host(err, NULL, "%s: libcurl cannot be set up", transfer->question->shown);
    CURLcode code = curl_easy_perform(transfer->curl);
    if (code != CURLE_OK)
        return refuse(transfer, code, err);
    curl_easy_getinfo(transfer->curl, CURLINFO_RESPONSE_CODE, &transfer->answer.status);
    transfer->answer.etag = header_of(transfer->curl, "ETag");
    transfer->answer.modified = header_of(transfer->curl, "Last-Modified");
    return 0;
}

int http_transfer(const struct http_question *question, struct http_answer *ret_answer,
                  struct err *err)
{
    struct transfer transfer = {.question = question};
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return err_host(err, NULL, "%s: libcurl cannot be set up", question->shown);
    transfer.curl = curl_easy_init();
    int r =
        transfer.curl ? perform(&transfer, err) : err_system(err, ENOMEM, "%s", question->shown);
    curl_easy_cleanup(transfer.curl);
    curl_slist_free_all(transfer.headers);
    curl_global_cleanup();
    if (r < 0)
        http_answer_done(&transfer.answer);
    else
        *ret_answer = transfer.answer;
    return r;
}
