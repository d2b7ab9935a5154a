// SPDX-License-Identifier: GPL-3.0-or-later
// Greedy line breaking.
#include "reports/wrap.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/strbuf.h"
#include "reports/utf8.h"

static void wrap_line(char *line, size_t columns, size_t indent, struct strbuf *out)
{
    size_t used = 0;
    char *rest = NULL;
    for (char *word = strtok_r(line, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        size_t width = utf8_width(word);
        if (used > 0 && used + 1 + width > columns) {
            strbuf_add(out, "\n");
            used = 0;
        }
        if (used == 0) {
            strbuf_printf(out, "%*s", (int)indent, "");
            used = indent;
        } else {
            strbuf_add(out, " ");
            used++;
        }
        strbuf_add(out, word);
        used += width;
    }
    strbuf_add(out, "\n");
}

void wrap_text(const char *text, size_t columns, size_t indent, struct strbuf *out)
{
    for (;;) {
        size_t length = strcspn(text, "\n");
        char *line = strndup(text, length);
        char *plain = utf8_line(line ? line : "");
        wrap_line(plain, columns, indent, out);
        free(plain);
        free(line);
        if (text[length] == '\0' || text[length + 1] == '\0')
            return;
        text += length + 1;
    }
}
