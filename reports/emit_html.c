// SPDX-License-Identifier: GPL-3.0-or-later
// HTML: one file that asks nobody for anything. Its content policy forbids every request, so that
// this stays true whatever is in the records.
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/version.h"
#include "reports/describe.h"
#include "reports/document.h"
#include "reports/emitter.h"
#include "reports/html_parts.h"
#include "reports/html_style.h"
#include "reports/html_text.h"
#include "reports/maximum_table.h"

static void add_head(struct strbuf *out, const struct document *document)
{
    strbuf_add(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                    "style-src 'unsafe-inline'; img-src data:\">\n"
                    "<meta name=\"generator\" content=\"Fullhouse " FULLHOUSE_VERSION "\">\n"
                    "<link rel=\"icon\" href=\"data:,\">\n");
    html_add(out, "<title>", document->runs[0].answer, "</title>\n");
    strbuf_add(out, "<style>\n");
    strbuf_add(out, html_style);
    strbuf_add(out, html_style_heat);
    strbuf_add(out, "</style>\n</head>\n<body>\n<main>\n");
}

static void add_details(struct strbuf *out, const struct document *document, size_t number,
                        struct emitter_context *context)
{
    const struct document_run *run = &document->runs[number];
    scope_free char *name = describe_name(&run->run);
    if (document->run_count > 1) {
        html_add(out, "<h2>", name, "</h2>\n");
        html_add_curve(out, run, number, context);
    }
    html_add_collection(out, run, number, context);
    html_add_matrix(out, run);
    html_add_memory_curves(out, run, number, context);
    html_add_tiles(out, run, number, context);
    html_add_figures(out, run, number, context);
    html_add_life(out, run, number, context);
    html_add_densities(out, run);
    html_add_saturation(out, run);
    html_add_steps(out, run, number, context);
    html_add_told(out, run);
    html_add_replay(out, run, number, context);
    html_add_costs(out, run);
    maximum_table_add_html(out, run);
    html_add_objective(out, run);
    html_add_solo(out, run);
    html_add_timings(out, run);
    html_add_events(out, run);
    html_add_host(out, run);
    html_add_recipe(out, run);
}

static int emit(const struct document *document, struct emitter_context *context,
                struct strbuf *out, struct err *err)
{
    (void)err;
    add_head(out, document);
    for (size_t i = 0; i < document->run_count; i++)
        html_add_verdict(out, &document->runs[i]);
    // Of several runs the answers and the ratios come first, of one its curve.
    if (document->run_count == 1)
        html_add_curve(out, &document->runs[0], 0, context);
    html_add_comparisons(out, document, context);
    for (size_t i = 0; i < document->run_count; i++)
        add_details(out, document, i, context);
    html_add_method(out);
    strbuf_add(out, "<footer>Made by Fullhouse " FULLHOUSE_VERSION
                    " from the store alone.</footer>\n</main>\n</body>\n</html>\n");
    return 0;
}

const struct emitter emitter_html = {
    .name = "html",
    .suffix = ".html",
    .help = "one self-contained page with figures",
    .emit = emit,
};
