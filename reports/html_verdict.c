// SPDX-License-Identifier: GPL-3.0-or-later
// What the reader sees first.
#include <stdbool.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/describe.h"
#include "reports/document.h"
#include "reports/html_parts.h"
#include "reports/html_text.h"

static bool is_bare_name(const char *text, const char *end)
{
    int spaces = 0;
    for (; text < end; text++)
        spaces += *text == ' ';
    return spaces <= 1;
}

// Where the claim ends and its figures begin: at the first full stop, else at the first colon, else
// at the semicolon before it when only the name of a figure stands between ("...; p99: 4x").
// *ret_skip is what lies between the two and is not shown.
static size_t claim_length(const char *answer, size_t *ret_skip)
{
    const char *colon = strstr(answer, ": "), *stop = strstr(answer, ". ");
    *ret_skip = 1;
    if (stop && (!colon || stop < colon))
        return (size_t)(stop + 1 - answer);
    if (!colon)
        return strlen(answer);
    const char *semicolon = memrchr(answer, ';', (size_t)(colon - answer));
    *ret_skip = 2;
    if (semicolon && is_bare_name(semicolon + 2, colon))
        return (size_t)(semicolon - answer);
    return (size_t)(colon - answer);
}

// The claim large, the figures behind it below.
static void add_answer(struct strbuf *out, const char *answer)
{
    size_t skip, length = claim_length(answer, &skip);
    scope_free char *claim = strndup(answer, length);
    html_add(out, "<h1>", claim, "");
    if (answer[length])
        html_add(out, "<span class=\"why\">", answer + length + skip, "</span>");
    strbuf_add(out, "</h1>\n");
}

void html_add_verdict(struct strbuf *out, const struct document_run *run)
{
    scope_free char *mark = describe_emulation(&run->run);
    scope_free char *name = describe_name(&run->run);
    scope_free char *what = describe_run(run);
    char started[CLOCK_TEXT_SIZE];
    strbuf_add(out, "<header>\n");
    if (mark)
        html_add(out, "<p class=\"mark\">", mark, "</p>\n");
    html_add(out, "<p class=\"name\">Fullhouse, ", name, "");
    html_add(out, ", <time>", clock_format_utc(started, run->run.started_at_ns), "</time></p>\n");
    add_answer(out, run->answer);
    html_add(out, "<p class=\"lede\">", what, ". ");
    html_add(out, "", describe_guest_kind(&run->run), "</p>\n</header>\n");
}
