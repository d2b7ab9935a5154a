// SPDX-License-Identifier: GPL-3.0-or-later
// The page of a consolidation: one file that asks nobody for anything, the answer first. Its
// sections stand in consolidation_html_*.c.
#include "reports/consolidation_html.h"

#include <errno.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/version.h"
#include "planner/consolidation/consolidation.h"
#include "reports/consolidation_fill.h"
#include "reports/consolidation_report.h"
#include "reports/html_notes.h"
#include "reports/html_style.h"
#include "reports/html_text.h"
#include "reports/purchase_html.h"

static void add_head(struct strbuf *out, const struct consolidation *consolidation)
{
    strbuf_add(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                    "style-src 'unsafe-inline'; img-src data:\">\n"
                    "<meta name=\"generator\" content=\"Fullhouse " FULLHOUSE_VERSION "\">\n"
                    "<link rel=\"icon\" href=\"data:,\">\n");
    const char *answer = consolidation->answer, *stop = strstr(answer, ". ");
    // Its first sentence is title enough.
    scope_free char *title = strndup(answer, stop ? (size_t)(stop - answer) : strlen(answer));
    html_add(out, "<title>", title, "</title>\n");
    strbuf_add(out, "<style>\n");
    strbuf_add(out, html_style);
    strbuf_add(out, purchase_html_style);
    strbuf_add(out, consolidation_html_style);
    strbuf_add(out, "</style>\n</head>\n<body>\n<main>\n");
}

static int emit(const struct consolidation_report *report, struct emitter_context *context,
                struct strbuf *out, struct err *err)
{
    const struct consolidation *consolidation = report->consolidation;
    struct consolidation_fill fill;
    (void)context;
    if (consolidation_fill_of(consolidation, &fill) < 0)
        return err_system(err, ENOMEM, "cannot count how full hosts are");
    add_head(out, consolidation);
    consolidation_html_answer(out, report, &fill);
    consolidation_html_worth(out, consolidation);
    consolidation_html_hosts(out, consolidation, &fill);
    consolidation_html_moves(out, consolidation);
    html_notes_add(out, consolidation->notes, consolidation->note_count);
    consolidation_html_method(out, report);
    strbuf_add(out, "<footer>Made by Fullhouse " FULLHOUSE_VERSION
                    ". Nothing was moved.</footer>\n</main>\n</body>\n</html>\n");
    consolidation_fill_done(&fill);
    return 0;
}

const struct consolidation_form consolidation_form_html = {
    .name = "html",
    .suffix = ".html",
    .help = "one self-contained page with figures",
    .emit = emit,
};
