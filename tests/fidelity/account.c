// SPDX-License-Identifier: GPL-3.0-or-later
// Three forms of the same results.
#include "tests/fidelity/account.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/csv_writer.h"
#include "reports/json_writer.h"
#include "reports/table.h"
#include "reports/wrap.h"
#include "tests/fidelity/result.h"

enum { COLUMNS = 96, INDENT = 4 };

// --- for people --------------------------------------------------------------------------------

// Takes the text; what is not finite is a dash.
static void add_figure(struct table *table, double number, char *text)
{
    table_add_cell(table, isfinite(number) ? text : "-");
    free(text);
}

static void add_number(struct table *table, double number)
{
    add_figure(table, number, alloc_printf("%.5g", number));
}

static void add_share(struct table *table, double ratio)
{
    add_figure(table, ratio, alloc_printf("%.1f %%", ratio * 100));
}

static void add_row(struct table *table, const struct result *result)
{
    const struct pair *pair = result->pair;
    struct estimate ratio = result_ratio(result);
    scope_free char *interval = alloc_printf("%.3f to %.3f", ratio.low, ratio.high);
    scope_free char *runs = alloc_printf("%zu", result->runs);

    table_add_cell(table, pair->name);
    table_add_cell(table, result->place);
    table_add_cell(table, pair->theirs.name);
    table_add_cell(table, pair->unit);
    add_number(table, result_our_median(result));
    add_number(table, result_their_median(result));
    add_figure(table, ratio.value, alloc_printf("%.3f", ratio.value));
    table_add_cell(table, isfinite(ratio.low) ? interval : "-");
    add_share(table, result_our_cv(result));
    add_share(table, result_their_cv(result));
    table_add_cell(table, pair->same ? "same" : "differs");
    table_add_cell(table, result_verdict_name(result_verdict(result)));
    table_add_cell(table, runs);
}

static void add_table(const struct result *results, size_t count, struct strbuf *out)
{
    static const char *const headings[] = {
        "ours",          "where",  "peer",   "unit",       "our median", "theirs", "ratio",
        "95 % interval", "our CV", "theirs", "definition", "aim",        "pairs"};
    scope_table struct table table = {0};

    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++)
        table_add_column(&table, headings[i], i < 4 || i == 10 || i == 11);
    for (size_t i = 0; i < count; i++)
        add_row(&table, &results[i]);
    table_draw_text(&table, 0, out);
}

static void add_paragraph(const struct result *result, struct strbuf *out)
{
    const struct pair *pair = result->pair;
    scope_free char *ours = alloc_printf("ours:   %s", result->ours ? result->ours : "-");
    scope_free char *theirs = alloc_printf("theirs: %s", result->theirs ? result->theirs : "-");
    scope_free char *note = alloc_printf(
        "%s: %s", pair->same ? "the same definition" : "not the same definition", pair->note);

    strbuf_printf(out, "\n%s and %s, %s, %s is better\n", pair->name, pair->theirs.name,
                  result->place, pair->higher_is_better ? "higher" : "lower");
    wrap_text(ours, COLUMNS, INDENT, out);
    wrap_text(theirs, COLUMNS, INDENT, out);
    wrap_text(note, COLUMNS, INDENT, out);
    if (result->absent) {
        scope_free char *absent = alloc_printf("absent: %s", result->absent);

        wrap_text(absent, COLUMNS, INDENT, out);
    }
}

void account_text(const struct result *results, size_t count, struct strbuf *out)
{
    add_table(results, count, out);
    for (size_t i = 0; i < count; i++)
        add_paragraph(&results[i], out);
}

// --- for machines ------------------------------------------------------------------------------

static void add_values(struct json_writer *writer, const char *key, const double *values,
                       size_t count)
{
    json_writer_open_array(writer, key);
    for (size_t i = 0; i < count; i++)
        json_writer_number(writer, NULL, values[i]);
    json_writer_close_array(writer);
}

static void add_object(struct json_writer *writer, const struct result *result)
{
    const struct pair *pair = result->pair;
    struct estimate ratio = result_ratio(result);

    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "ours", pair->name);
    json_writer_text(writer, "where", result->place);
    json_writer_text(writer, "peer", pair->theirs.name);
    json_writer_text(writer, "our_command", result->ours);
    json_writer_text(writer, "their_command", result->theirs);
    json_writer_text(writer, "unit", pair->unit);
    json_writer_bool(writer, "higher_is_better", pair->higher_is_better);
    json_writer_number(writer, "our_median", result_our_median(result));
    json_writer_number(writer, "their_median", result_their_median(result));
    json_writer_number(writer, "ratio", ratio.value);
    json_writer_number(writer, "ratio_low", ratio.low);
    json_writer_number(writer, "ratio_high", ratio.high);
    json_writer_number(writer, "our_cv", result_our_cv(result));
    json_writer_number(writer, "their_cv", result_their_cv(result));
    json_writer_bool(writer, "same_definition", pair->same);
    json_writer_text(writer, "note", pair->note);
    json_writer_text(writer, "aim", result_verdict_name(result_verdict(result)));
    json_writer_integer(writer, "pairs", result->runs);
    json_writer_text(writer, "absent", result->absent);
    add_values(writer, "our_values", result->our_values, result->runs);
    add_values(writer, "their_values", result->their_values, result->runs);
    json_writer_close_object(writer);
}

void account_json(const struct result *results, size_t count, struct strbuf *out)
{
    struct json_writer writer = {.out = out, .compact_depth = 2};

    json_writer_open_array(&writer, NULL);
    for (size_t i = 0; i < count; i++)
        add_object(&writer, &results[i]);
    json_writer_close_array(&writer);
    strbuf_add(out, "\n");
}

static void add_csv_row(struct csv_writer *writer, const struct result *result)
{
    const struct pair *pair = result->pair;
    struct estimate ratio = result_ratio(result);

    csv_writer_text(writer, pair->name);
    csv_writer_text(writer, result->place);
    csv_writer_text(writer, pair->theirs.name);
    csv_writer_text(writer, pair->unit);
    csv_writer_number(writer, result_our_median(result));
    csv_writer_number(writer, result_their_median(result));
    csv_writer_number(writer, ratio.value);
    csv_writer_number(writer, ratio.low);
    csv_writer_number(writer, ratio.high);
    csv_writer_number(writer, result_our_cv(result));
    csv_writer_number(writer, result_their_cv(result));
    csv_writer_text(writer, pair->same ? "same" : "differs");
    csv_writer_text(writer, result_verdict_name(result_verdict(result)));
    csv_writer_integer(writer, result->runs);
    csv_writer_text(writer, result->theirs ? result->theirs : "");
    csv_writer_text(writer, pair->note);
    csv_writer_text(writer, result->absent ? result->absent : "");
    csv_writer_end_row(writer);
}

void account_csv(const struct result *results, size_t count, struct strbuf *out)
{
    struct csv_writer writer = {.out = out};

    csv_writer_names(&writer, "ours,where,peer,unit,our_median,their_median,ratio,ratio_low,"
                              "ratio_high,our_cv,their_cv,definition,aim,pairs,their_command,note,"
                              "absent");
    csv_writer_end_row(&writer);
    for (size_t i = 0; i < count; i++)
        add_csv_row(&writer, &results[i]);
}
