// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of maximum_terms.h, for every form.
#include "reports/maximum_table.h"

#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/document.h"
#include "reports/html_text.h"
#include "reports/json_writer.h"
#include "reports/table.h"

static const char *const binding = "binding";

bool maximum_table_is_known(const struct document_run *run)
{
    return run->terms.count > 1 && run->terms.list[0].kind != MAXIMUM_OF_LIMIT;
}

void maximum_table_fill(struct table *table, const struct document_run *run)
{
    table_add_column(table, "by itself", true);
    table_add_column(table, document_run_unit(run), false);
    table_add_column(table, "", true);
    for (size_t i = 0; i < run->terms.count; i++) {
        const struct maximum_term *term = &run->terms.list[i];
        scope_free char *value = maximum_term_format(term);
        table_add_cell(table, term->name);
        table_add_cell(table, value);
        table_add_cell(table, term->binds ? binding : "");
    }
}

void maximum_table_add_html(struct strbuf *out, const struct document_run *run)
{
    if (!maximum_table_is_known(run))
        return;
    strbuf_add(out,
               "<h3>What each would allow by itself</h3>\n<div class=\"scroll\" tabindex=\"0\" "
               "role=\"region\" aria-label=\"maxima\"><table>\n<thead><tr><th>by itself</th>");
    html_add(out, "<th>", document_run_unit(run), "</th><th></th></tr></thead><tbody>\n");
    for (size_t i = 0; i < run->terms.count; i++) {
        const struct maximum_term *term = &run->terms.list[i];
        scope_free char *value = maximum_term_format(term);
        html_add(out, "<tr><th scope=\"row\">", term->name, "</th>");
        html_add(out, "<td>", value, "</td>");
        html_add(out, "<td class=\"text\">", term->binds ? binding : "", "</td></tr>\n");
    }
    strbuf_add(out, "</tbody></table></div>\n");
}

static const char *kind_name(enum maximum_kind kind)
{
    static const char *const names[] = {
        [MAXIMUM_OF_TERM] = "term", [MAXIMUM_OF_TOTAL] = "total", [MAXIMUM_OF_LIMIT] = "limit"};
    return names[kind];
}

void maximum_table_add_json(struct json_writer *writer, const struct document_run *run)
{
    json_writer_open_array(writer, "maxima");
    for (size_t i = 0; i < run->terms.count; i++) {
        const struct maximum_term *term = &run->terms.list[i];
        json_writer_open_object(writer, NULL);
        json_writer_text(writer, "name", term->name);
        json_writer_text(writer, "kind", kind_name(term->kind));
        json_writer_integer(writer, "low", term->low);
        json_writer_optional(writer, "high",
                             term->high < UINT32_MAX ? (int64_t)term->high : RECORD_ABSENT);
        if (term->kind == MAXIMUM_OF_LIMIT)
            json_writer_bool(writer, "measured", term->is_measured);
        json_writer_bool(writer, "binding", term->binds);
        json_writer_close_object(writer);
    }
    json_writer_close_array(writer);
}
