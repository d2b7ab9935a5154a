// SPDX-License-Identifier: GPL-3.0-or-later
// The first tag of a page.
#include "common/web_page.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const char *const beginnings[] = {
    "<!doctype", "<html", "<head", "<body", "<title", "<script", "<style", "<meta",
    "<link",     "<div",  "<p>",   "<h1",   "<table", "<!--",    "<?xml",
};

bool web_page_is(const char *bytes, size_t length)
{
    static const char mark[] = "\xef\xbb\xbf";
    if (length >= 3 && memcmp(bytes, mark, 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    while (length > 0 && isspace((unsigned char)*bytes)) {
        bytes++;
        length--;
    }
    for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++) {
        size_t wanted = strlen(beginnings[i]);
        if (length >= wanted && strncasecmp(bytes, beginnings[i], wanted) == 0)
            return true;
    }
    return false;
}
