// SPDX-License-Identifier: GPL-3.0-or-later
// A look at bytes from outside before anybody reads them.
#include "planner/market/catalogue_form.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "common/base/err.h"
#include "common/web_page.h"

static bool begins(const char *bytes, size_t length, const char *mark, size_t mark_length)
{
    return length >= mark_length && memcmp(bytes, mark, mark_length) == 0;
}

// How many bytes follow the first of a UTF-8 sequence, or -1.
static int followers(unsigned char lead)
{
    if (lead < 0x80)
        return 0;
    if (lead >= 0xc2 && lead <= 0xdf)
        return 1;
    if (lead >= 0xe0 && lead <= 0xef)
        return 2;
    return lead >= 0xf0 && lead <= 0xf4 ? 3 : -1;
}

// The line of the first byte that is no UTF-8, 0 where all are.
static size_t foreign_line(const char *bytes, size_t length)
{
    size_t line = 1;
    for (size_t i = 0; i < length; i++) {
        int more = followers((unsigned char)bytes[i]);
        if (more < 0 || (size_t)more >= length - i)
            return line;
        for (; more > 0; more--)
            if (((unsigned char)bytes[++i] & 0xc0) != 0x80)
                return line;
        line += bytes[i] == '\n';
    }
    return 0;
}

static int refuse_other(const char *name, const char *bytes, size_t length, struct err *err)
{
    if (begins(bytes, length, "\xff\xfe", 2) || begins(bytes, length, "\xfe\xff", 2))
        return err_input(err, "%s:1: UTF-16; save it as CSV in UTF-8", name);
    if (begins(bytes, length, "PK\3\4", 4) || begins(bytes, length, "\xd0\xcf\x11\xe0", 4))
        return err_input(err, "%s:1: a spreadsheet program's own file; save it as CSV in UTF-8",
                         name);
    if (web_page_is(bytes, length))
        return err_input(err, "%s:1: a web page (HTML), where CSV or YAML is wanted", name);
    size_t line = foreign_line(bytes, length);
    if (line > 0)
        return err_input(err, "%s:%zu: bytes that are no UTF-8; save it as CSV in UTF-8", name,
                         line);
    return 0;
}

static bool has_suffix(const char *name, const char *suffix)
{
    size_t length = strcspn(name, "?#");
    size_t tail = strlen(suffix);
    return length > tail && strncasecmp(name + length - tail, suffix, tail) == 0;
}

// A line that is neither empty nor a comment and begins with "key:" or "---" is YAML's: a header of
// CSV has its first comma before any colon.
static bool looks_like_yaml(const char *bytes, size_t length)
{
    size_t i = 0;
    while (i < length) {
        const char *end = memchr(bytes + i, '\n', length - i);
        size_t line = end ? (size_t)(end - bytes) - i : length - i;
        size_t word = 0;
        while (word < line && (isalnum((unsigned char)bytes[i + word]) || bytes[i + word] == '-'))
            word++;
        if (begins(bytes + i, line, "---", 3))
            return true;
        if (word > 0)
            return word < line && bytes[i + word] == ':';
        if (line > 0 && bytes[i] != '#' && !isspace((unsigned char)bytes[i]))
            return false;
        i += line + 1;
    }
    return false;
}

int catalogue_form_of(const char *name, const char *bytes, size_t length,
                      enum catalogue_form *ret_form, struct err *err)
{
    static const char mark[] = "\xef\xbb\xbf";
    if (begins(bytes, length, mark, 3)) {
        bytes += 3;
        length -= 3;
    }
    size_t blank = 0;
    while (blank < length && isspace((unsigned char)bytes[blank]))
        blank++;
    if (blank == length)
        return err_input(err, "%s: empty; a catalogue has a header line and a line for each model",
                         name);
    int r = refuse_other(name, bytes, length, err);
    if (r < 0)
        return r;
    bool is_yaml = has_suffix(name, ".yaml") || has_suffix(name, ".yml");
    if (!is_yaml && !has_suffix(name, ".csv"))
        is_yaml = looks_like_yaml(bytes, length);
    *ret_form = is_yaml ? CATALOGUE_YAML : CATALOGUE_CSV;
    return 0;
}
