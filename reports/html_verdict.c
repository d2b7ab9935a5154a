// SPDX-License-Identifier: GPL-3.0-or-later
// What the reader sees first.
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/describe.h"
#include "reports/document.h"
#include "reports/html_parts.h"
#include "reports/html_text.h"

// The claim large, the figures behind it (from the first colon on) below it.
static void add_answer(struct strbuf *out, const char *answer)
{
    const char *colon = strstr(answer, ": ");
    if (!colon) {
        html_add(out, "<h1>", answer, "</h1>\n");
        return;
    }
    scope_free char *claim = strndup(answer, (size_t)(colon - answer));
    html_add(out, "<h1>", claim, "");
    html_add(out, "<span class=\"why\">", colon + 2, "</span></h1>\n");
}

void html_add_verdict(struct strbuf *out, const struct document_run *run)
{
    scope_free char *mark = describe_emulation(&run->run);
    scope_free char *name = describe_name(&run->run);
    scope_free char *what = describe_run(run);
    char started[CLOCK_TEXT_SIZE];
    if (mark)
        html_add(out, "<p class=\"mark\">", mark, "</p>\n");
    html_add(out, "<p class=\"name\">Fullhouse, ", name, "");
    html_add(out, ", ", clock_format_utc(started, run->run.started_at_ns), "</p>\n");
    add_answer(out, run->answer);
    html_add(out, "<p class=\"lede\">", what, ".</p>\n");
}
