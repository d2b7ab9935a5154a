// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/html_notes.h"

#include "common/base/strbuf.h"
#include "reports/html_text.h"

void html_notes_add(struct strbuf *out, char *const *notes, size_t count)
{
    if (count == 0)
        return;
    strbuf_add(out, "<h2>Mind</h2>\n<ul class=\"plain\">\n");
    for (size_t i = 0; i < count; i++)
        html_add(out, "<li>", notes[i], "</li>\n");
    strbuf_add(out, "</ul>\n");
}
