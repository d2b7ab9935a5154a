// SPDX-License-Identifier: GPL-3.0-or-later
// Where a catalogue comes from, and which reader it goes to.
#include "planner/market/catalogue.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/http.h"
#include "common/http_url.h"
#include "common/sha256.h"
#include "planner/market/catalogue_form.h"
#include "planner/market/catalogue_row.h"

enum { BYTES_MOST = 64 << 20 };

int catalogue_parse(const char *name, const char *bytes, size_t length, const char *currency,
                    struct catalogue *ret_catalogue, struct err *err)
{
    enum catalogue_form form;
    int r = catalogue_form_of(name, bytes, length, &form, err);
    if (r < 0)
        return r;
    struct catalogue_reading reading = {.name = name, .currency = currency, .err = err};
    r = form == CATALOGUE_YAML ? catalogue_yaml_read(&reading, bytes, length)
                               : catalogue_csv_read(&reading, bytes, length);
    if (r == 0)
        r = catalogue_reading_end(&reading, ret_catalogue);
    catalogue_reading_done(&reading);
    return r;
}

static int check_digest(const char *path, const char *bytes, size_t length, const char *wanted,
                        struct err *err)
{
    char digest[SHA256_TEXT_SIZE];
    if (!wanted)
        return 0;
    if (!sha256_is_text(wanted))
        return err_input(err, "'%.80s' is no SHA-256: 64 hexadecimal digits are wanted", wanted);
    if (strcasecmp(sha256_text(digest, bytes, length), wanted) == 0)
        return 0;
    return err_input(err, "%s: its SHA-256 is %s, not %s; it is not the file that was meant", path,
                     digest, wanted);
}

// A file that the user names and that cannot be read is wrong input, not a lack of the host.
static int read_bytes(const char *path, char **ret_bytes, size_t *ret_length, struct err *err)
{
    struct err trouble = {0};
    int r = path_read(path, BYTES_MOST, ret_bytes, ret_length, &trouble);
    if (r < 0)
        r = trouble.kind == ERR_INTERRUPTED ? err_interrupted(err)
                                            : err_input(err, "%s", err_text(&trouble));
    err_done(&trouble);
    return r;
}

static int read_file(const struct catalogue_source *source, struct catalogue *ret_catalogue,
                     struct err *err)
{
    scope_free char *bytes = NULL;
    size_t length = 0;
    bool is_relative = source->folder && source->where[0] != '/';
    scope_free char *path =
        is_relative ? path_join(source->folder, source->where) : alloc_copy(source->where);
    int r = read_bytes(path, &bytes, &length, err);
    if (r == 0)
        r = check_digest(path, bytes, length, source->sha256, err);
    return r == 0 ? catalogue_parse(path, bytes, length, source->currency, ret_catalogue, err) : r;
}

static int read_address(const struct catalogue_source *source, struct catalogue *ret_catalogue,
                        char **ret_note, struct err *err)
{
    scope_free char *bytes = NULL;
    scope_free char *note = NULL;
    size_t length = 0;
    const struct http_request request = {
        .url = source->where,
        .sha256 = source->sha256,
        .cache = source->cache,
        .most_bytes = BYTES_MOST,
    };
    int r = http_get(&request, &bytes, &length, &note, err);
    if (r < 0)
        return r;
    scope_free char *name = http_url_shown(source->where);
    r = catalogue_parse(name, bytes, length, source->currency, ret_catalogue, err);
    if (r == 0)
        *ret_note = scope_take(note);
    return r;
}

int catalogue_read(const struct catalogue_source *source, struct catalogue *ret_catalogue,
                   char **ret_note, struct err *err)
{
    if (http_url_is(source->where))
        return read_address(source, ret_catalogue, ret_note, err);
    int r = read_file(source, ret_catalogue, err);
    if (r == 0)
        *ret_note = NULL;
    return r;
}
