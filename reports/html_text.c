// SPDX-License-Identifier: GPL-3.0-or-later
// The one place where text becomes HTML.
#include "reports/html_text.h"

#include "common/base/strbuf.h"
#include "reports/utf8.h"

static const char *entity_of(uint32_t character)
{
    switch (character) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void html_add_text(struct strbuf *out, const char *text)
{
    if (!text)
        return;
    for (uint32_t character; (character = utf8_next(&text));) {
        const char *entity = entity_of(character);
        if (entity)
            strbuf_add(out, entity);
        else
            utf8_add(out, character);
    }
}

void html_add(struct strbuf *out, const char *open, const char *text, const char *close)
{
    strbuf_add(out, open);
    html_add_text(out, text);
    strbuf_add(out, close);
}
