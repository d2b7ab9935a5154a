// SPDX-License-Identifier: GPL-3.0-or-later
// The page of a purchase: one file that asks nobody for anything, the answer first. Its sections
// stand in purchase_html_*.c.
#include "reports/purchase_html.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/version.h"
#include "planner/purchase/purchase.h"
#include "reports/html_notes.h"
#include "reports/html_style.h"
#include "reports/html_text.h"
#include "reports/purchase_report.h"
#include "reports/table.h"

static void add_head(struct strbuf *out, const struct purchase *purchase)
{
    strbuf_add(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                    "style-src 'unsafe-inline'; img-src data:\">\n"
                    "<meta name=\"generator\" content=\"Fullhouse " FULLHOUSE_VERSION "\">\n"
                    "<link rel=\"icon\" href=\"data:,\">\n");
    const char *answer = purchase->answer, *stop = strstr(answer, ". ");
    // Its first sentence is title enough.
    scope_free char *title = strndup(answer, stop ? (size_t)(stop - answer) : strlen(answer));
    html_add(out, "<title>", title, "</title>\n");
    strbuf_add(out, "<style>\n");
    strbuf_add(out, html_style);
    strbuf_add(out, purchase_html_style);
    strbuf_add(out, "</style>\n</head>\n<body>\n<main>\n");
}

static void add_cell(struct strbuf *out, const struct table *table, size_t cell, const char *tag)
{
    const struct table_column *column = &table->columns[cell % table->column_count];
    strbuf_printf(out, "<%s%s>", tag, column->left ? " class=\"text\"" : "");
    html_add_text(out, tag[1] == 'h' ? column->heading : table->cells[cell]);
    strbuf_printf(out, "</%s>", tag);
}

void purchase_html_table(struct strbuf *out, const struct table *table, const char *label,
                         size_t mark)
{
    html_add(out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"", label,
             "\">\n<table>\n<tr>");
    for (size_t c = 0; c < table->column_count; c++)
        add_cell(out, table, c, "th");
    strbuf_add(out, "</tr>\n");
    for (size_t i = 0; i < table->cell_count; i++) {
        if (i % table->column_count == 0)
            strbuf_add(out, i / table->column_count == mark ? "<tr class=\"best\">" : "<tr>");
        add_cell(out, table, i, "td");
        if ((i + 1) % table->column_count == 0)
            strbuf_add(out, "</tr>\n");
    }
    strbuf_add(out, "</table>\n</div>\n");
}

static void emit(const struct purchase_report *report, struct emitter_context *context,
                 struct strbuf *out)
{
    const struct purchase *purchase = report->purchase;
    add_head(out, purchase);
    purchase_html_answer(out, report);
    purchase_html_choices(out, purchase);
    purchase_html_density(out, purchase, context);
    purchase_html_money(out, purchase, context);
    purchase_html_certainty(out, purchase, context);
    html_notes_add(out, purchase->notes, purchase->note_count);
    purchase_html_curves(out, purchase, context);
    purchase_html_inputs(out, report);
    strbuf_add(out, "<footer>Made by Fullhouse " FULLHOUSE_VERSION
                    " from the store and the plan alone.</footer>\n</main>\n</body>\n</html>\n");
}

const struct purchase_form purchase_form_html = {
    .name = "html",
    .suffix = ".html",
    .help = "one self-contained page with figures",
    .emit = emit,
};
