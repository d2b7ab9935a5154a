// SPDX-License-Identifier: GPL-3.0-or-later
// The content policy forbids every request, whatever is in the records.
#include "reports/compare/page.h"

#include "common/base/strbuf.h"
#include "common/base/version.h"
#include "reports/html_style.h"
#include "reports/html_text.h"

void page_open(struct strbuf *out, const char *title, const char *const *styles, size_t style_count)
{
    strbuf_add(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                    "style-src 'unsafe-inline'; img-src data:\">\n"
                    "<meta name=\"generator\" content=\"Fullhouse " FULLHOUSE_VERSION "\">\n"
                    "<link rel=\"icon\" href=\"data:,\">\n");
    html_add(out, "<title>", title, "</title>\n<style>\n");
    strbuf_add(out, html_style);
    for (size_t i = 0; i < style_count; i++)
        strbuf_add(out, styles[i]);
    strbuf_add(out, "</style>\n</head>\n<body>\n<main>\n");
}

void page_add_header(struct strbuf *out, const char *mark, const char *name, const char *claim,
                     const char *why)
{
    strbuf_add(out, "<header>\n");
    if (mark)
        html_add(out, "<p class=\"mark\">", mark, "</p>\n");
    html_add(out, "<p class=\"name\">Fullhouse, ", name, "</p>\n");
    html_add(out, "<h1>", claim, "");
    if (why && *why)
        html_add(out, "<span class=\"why\">", why, "</span>");
    strbuf_add(out, "</h1>\n</header>\n");
}

void page_close(struct strbuf *out)
{
    strbuf_add(out, "<footer>Made by Fullhouse " FULLHOUSE_VERSION
                    " from the store alone.</footer>\n</main>\n</body>\n</html>\n");
}
