// SPDX-License-Identifier: GPL-3.0-or-later
// Three forms of one list.
#include "cli/metric_print.h"

#include "cli/metric_list.h"
#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/metric.h"
#include "reports/json_writer.h"
#include "reports/table.h"
#include "reports/wrap.h"

enum { COLUMNS = 92, INDENT = 4 };

static void add_paragraph(const struct metric *metric, struct strbuf *out)
{
    scope_free char *comparable = alloc_printf("Comparable with: %s.", metric->comparable);
    scope_free char *definition = alloc_printf("%s.", metric->definition);
    strbuf_printf(out, "%s  %s, %s is better", metric->name, metric->unit, metric_better(metric));
    strbuf_printf(out, metric->key[0] ? "  (%s)\n" : "\n", metric->key);
    wrap_text(definition, COLUMNS, INDENT, out);
    wrap_text(comparable, COLUMNS, INDENT, out);
}

void metric_print_text(const struct metric_list *list, struct strbuf *out)
{
    for (size_t i = 0; i < list->count; i++)
        add_paragraph(&list->metrics[i], out);
}

void metric_print_json(const struct metric_list *list, struct strbuf *out)
{
    struct json_writer writer = {.out = out, .compact_depth = 1};
    json_writer_open_array(&writer, NULL);
    for (size_t i = 0; i < list->count; i++) {
        const struct metric *metric = &list->metrics[i];
        json_writer_open_object(&writer, NULL);
        json_writer_text(&writer, "name", metric->name);
        json_writer_text(&writer, "key", metric->key[0] ? metric->key : NULL);
        json_writer_text(&writer, "unit", metric->unit);
        json_writer_bool(&writer, "higher_is_better", metric->higher_is_better);
        json_writer_text(&writer, "definition", metric->definition);
        json_writer_text(&writer, "comparable", metric->comparable);
        json_writer_close_object(&writer);
    }
    json_writer_close_array(&writer);
    strbuf_add(out, "\n");
}

void metric_print_markdown(const struct metric_list *list, struct strbuf *out)
{
    static const char *const headings[] = {"metric", "unit", "better", "definition",
                                           "comparable with"};
    scope_table struct table table = {0};
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++)
        table_add_column(&table, headings[i], true);
    for (size_t i = 0; i < list->count; i++) {
        const struct metric *metric = &list->metrics[i];
        table_add_cell(&table, metric->name);
        table_add_cell(&table, metric->unit);
        table_add_cell(&table, metric_better(metric));
        table_add_cell(&table, metric->definition);
        table_add_cell(&table, metric->comparable);
    }
    table_draw_markdown(&table, out);
}
