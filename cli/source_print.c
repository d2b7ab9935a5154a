// SPDX-License-Identifier: GPL-3.0-or-later
// Three forms of the tables of sources and of their metrics. What watching costs has no line in the
// table of sources: the watch itself tells it.
#include "cli/source_print.h"

#include <string.h>

#include "collector/source.h"
#include "collector/watch.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/telemetry_metric.h"
#include "reports/json_writer.h"
#include "reports/table.h"
#include "reports/wrap.h"

enum { COLUMNS = 92, INDENT = 4 };

static const struct source_ops own = {
    .name = "watch",
    .help = "what watching itself costs",
    .beat = SOURCE_FAST,
};

// Source `index` of all, NULL behind the last.
static const struct source_ops *source_at(size_t index)
{
    for (size_t i = 0; i <= index; i++)
        if (!source_table[i])
            return i == index ? &own : NULL;
    return source_table[index];
}

static bool is_of(const struct telemetry_metric *metric, const struct source_ops *ops)
{
    return strcmp(metric->source, ops->name) == 0;
}

// --- for people --------------------------------------------------------------------------------

static void add_metrics(const struct source_ops *ops, struct strbuf *out)
{
    scope_strbuf struct strbuf list = {0};
    for (size_t i = 0; i < telemetry_metric_count; i++) {
        const struct telemetry_metric *metric = &telemetry_metric_table[i];
        if (is_of(metric, ops))
            strbuf_printf(&list, "%s%s (%s)", list.length ? ", " : "", metric->name, metric->unit);
    }
    wrap_text(strbuf_text(&list), COLUMNS, INDENT, out);
}

void source_print_text(const struct watch *watch, struct strbuf *out)
{
    const struct source_ops *ops;
    for (size_t i = 0; (ops = source_at(i)); i++) {
        const char *why = watch_absence(watch, ops);
        scope_strbuf struct strbuf state = {0};
        strbuf_printf(out, "%s  %s beat\n", ops->name, source_beat_name(ops->beat));
        strbuf_printf(&state, why ? "absent here: %s" : "here", why);
        wrap_text(ops->help, COLUMNS, INDENT, out);
        wrap_text(strbuf_text(&state), COLUMNS, INDENT, out);
        add_metrics(ops, out);
    }
}

// --- for machines ------------------------------------------------------------------------------

static void write_metrics(struct json_writer *writer, const struct source_ops *ops)
{
    json_writer_open_array(writer, "metrics");
    for (size_t i = 0; i < telemetry_metric_count; i++) {
        const struct telemetry_metric *metric = &telemetry_metric_table[i];
        if (!is_of(metric, ops))
            continue;
        json_writer_open_object(writer, NULL);
        json_writer_text(writer, "name", metric->name);
        json_writer_text(writer, "unit", metric->unit);
        json_writer_text(writer, "definition", metric->definition);
        json_writer_close_object(writer);
    }
    json_writer_close_array(writer);
}

void source_print_json(const struct watch *watch, struct strbuf *out)
{
    struct json_writer writer = {.out = out, .compact_depth = 3};
    const struct source_ops *ops;
    json_writer_open_array(&writer, NULL);
    for (size_t i = 0; (ops = source_at(i)); i++) {
        const char *why = watch_absence(watch, ops);
        json_writer_open_object(&writer, NULL);
        json_writer_text(&writer, "name", ops->name);
        json_writer_text(&writer, "beat", source_beat_name(ops->beat));
        json_writer_text(&writer, "help", ops->help);
        json_writer_bool(&writer, "present", !why);
        json_writer_text(&writer, "absent", why);
        write_metrics(&writer, ops);
        json_writer_close_object(&writer);
    }
    json_writer_close_array(&writer);
    strbuf_add(out, "\n");
}

// --- for the documentation ---------------------------------------------------------------------

void source_print_markdown(struct strbuf *out)
{
    static const char *const headings[] = {"metric", "unit", "source", "beat", "definition"};
    scope_table struct table table = {0};
    const struct source_ops *ops;
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++)
        table_add_column(&table, headings[i], true);
    for (size_t i = 0; (ops = source_at(i)); i++)
        for (size_t k = 0; k < telemetry_metric_count; k++) {
            const struct telemetry_metric *metric = &telemetry_metric_table[k];
            if (!is_of(metric, ops))
                continue;
            table_add_cell(&table, metric->name);
            table_add_cell(&table, metric->unit);
            table_add_cell(&table, ops->name);
            table_add_cell(&table, source_beat_name(ops->beat));
            table_add_cell(&table, metric->definition);
        }
    table_draw_markdown(&table, out);
}
