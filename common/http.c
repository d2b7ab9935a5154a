// SPDX-License-Identifier: GPL-3.0-or-later
// When to ask, what of an answer to believe, and when a kept copy has to do.
#include "common/http.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/http_cache.h"
#include "common/http_transfer.h"
#include "common/http_url.h"
#include "common/web_page.h"

#define DEFAULT_TIMEOUT_NS UINT64_C(30000000000)
enum { DEFAULT_MOST_BYTES = 64 << 20 };
enum { STATUS_OK = 200, STATUS_NOT_MODIFIED = 304 };

struct get {
    const struct http_request *request;
    char *shown; // the address in messages
    size_t most_bytes;
    struct http_copy copy; // that is there already
    char *note;
    struct err *err;
};

static int check_request(const struct http_request *request, struct err *err)
{
    int r = http_url_check(request->url, err);
    if (r == 0 && request->sha256 && !sha256_is_text(request->sha256))
        r = err_input(err, "'%.80s' is no SHA-256: 64 hexadecimal digits are wanted",
                      request->sha256);
    return r;
}

static void add_note(struct get *get, char *text)
{
    char *both = get->note ? alloc_printf("%s; %s", get->note, text) : alloc_copy(text);
    free(get->note);
    free(text);
    get->note = both;
}

static bool is_wanted(const struct get *get, const char *sha256)
{
    return !get->request->sha256 || strcasecmp(get->request->sha256, sha256) == 0;
}

// A copy that is not what was asked for is as good as none.
static void find_copy(struct get *get)
{
    struct err trouble = {0};
    if (!get->request->cache)
        return;
    if (http_cache_read(get->request->cache, get->request->url, get->most_bytes, &get->copy,
                        &trouble) < 0)
        add_note(get, alloc_printf("a kept copy cannot be read: %s", err_text(&trouble)));
    err_done(&trouble);
    if (get->copy.bytes && !is_wanted(get, get->copy.sha256))
        http_copy_done(&get->copy);
}

static void keep_copy(struct get *get)
{
    struct err trouble = {0};
    if (get->request->cache &&
        http_cache_write(get->request->cache, get->request->url, &get->copy, &trouble) < 0)
        add_note(get, alloc_printf("no copy was kept: %s", err_text(&trouble)));
    err_done(&trouble);
}

static void confirm_copy(struct get *get)
{
    struct err trouble = {0};
    if (http_cache_confirm(get->request->cache, get->request->url, &trouble) < 0)
        add_note(get, alloc_printf("the kept copy stays dated: %s", err_text(&trouble)));
    err_done(&trouble);
}

// Takes what the answer owns.
static int take_document(struct get *get, struct http_answer *answer)
{
    struct http_copy copy = {.length = answer->length};
    if (web_page_is(answer->bytes ? answer->bytes : "", answer->length))
        return err_input(get->err,
                         "%s: a web page (HTML), where data are wanted; is a login wanted, or has "
                         "it moved?",
                         get->shown);
    sha256_text(copy.sha256, answer->bytes ? answer->bytes : "", answer->length);
    if (!is_wanted(get, copy.sha256))
        return err_input(get->err,
                         "%s: its SHA-256 is %s, not %s; it is not the document that was meant",
                         get->shown, copy.sha256, get->request->sha256);
    copy.bytes = answer->bytes ? scope_take(answer->bytes) : alloc_copy("");
    copy.etag = scope_take(answer->etag);
    copy.modified = scope_take(answer->modified);
    http_copy_done(&get->copy);
    get->copy = copy;
    keep_copy(get);
    return 0;
}

// Trouble that passes, not an answer about the document.
static bool is_passing(long status)
{
    return status == 408 || status == 429 || status >= 500;
}

static int refuse_status(const struct get *get, long status, struct err *err)
{
    const char *meaning = status == 404 || status == 410   ? ": there is no such document"
                          : status == 401 || status == 403 ? ": it may not be read"
                          : is_passing(status)             ? ": the server is in trouble"
                                                           : "";
    return err_host(err, NULL, "%s: the server answers %ld%s", get->shown, status, meaning);
}

static int take_answer(struct get *get, struct http_answer *answer, struct err *trouble)
{
    if (answer->status == STATUS_OK)
        return take_document(get, answer);
    if (answer->status == STATUS_NOT_MODIFIED && get->copy.bytes) {
        confirm_copy(get);
        return 0;
    }
    return refuse_status(get, answer->status, is_passing(answer->status) ? trouble : get->err);
}

// trouble is set where the copy, if there is one, has to do; get->err where nothing does.
static int ask(struct get *get, struct err *trouble)
{
    struct http_answer answer = {0};
    const struct http_question question = {
        .url = get->request->url,
        .shown = get->shown,
        .etag = get->copy.etag,
        .modified = get->copy.modified,
        .timeout_ns = get->request->timeout_ns ? get->request->timeout_ns : DEFAULT_TIMEOUT_NS,
        .most_bytes = get->most_bytes,
    };
    int r = http_transfer(&question, &answer, trouble);
    if (r == 0)
        r = take_answer(get, &answer, trouble);
    http_answer_done(&answer);
    return r;
}

static void tell_age(struct get *get, const struct err *trouble)
{
    char age[UNITS_TEXT_SIZE];
    double seconds = difftime(time(NULL), get->copy.confirmed);
    units_format_duration_ns(age, (seconds > 0 ? seconds : 0) * 1e9);
    add_note(get, alloc_printf("%s; a copy that was right %s ago serves", err_text(trouble), age));
}

static int fetch(struct get *get)
{
    struct err trouble = {0};
    find_copy(get);
    if (get->copy.bytes && get->request->sha256)
        return 0;
    int r = ask(get, &trouble);
    if (r < 0 && trouble.kind == ERR_HOST && get->copy.bytes) {
        tell_age(get, &trouble);
        r = 0;
    }
    if (r < 0)
        err_move(get->err, &trouble);
    err_done(&trouble);
    return r;
}

int http_get(const struct http_request *request, char **ret_bytes, size_t *ret_length,
             char **ret_note, struct err *err)
{
    int r = check_request(request, err);
    if (r < 0)
        return r;
    struct get get = {.request = request, .shown = http_url_shown(request->url), .err = err};
    get.most_bytes = request->most_bytes ? request->most_bytes : DEFAULT_MOST_BYTES;
    r = fetch(&get);
    if (r == 0) {
        *ret_length = get.copy.length;
        *ret_bytes = scope_take(get.copy.bytes);
        *ret_note = scope_take(get.note);
    }
    http_copy_done(&get.copy);
    free(get.shown);
    free(get.note);
    return r;
}
