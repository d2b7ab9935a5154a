// SPDX-License-Identifier: GPL-3.0-or-later
// Tables for people: columns as wide as their widest cell, measured in terminal columns.
#include "reports/table.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/strbuf.h"
#include "reports/utf8.h"

void table_add_column(struct table *table, const char *heading, bool left)
{
    table->columns =
        alloc_resized(table->columns, table->column_count + 1, sizeof(*table->columns));
    table->columns[table->column_count++] =
        (struct table_column){.heading = utf8_line(heading), .left = left};
}

void table_add_cell(struct table *table, const char *text)
{
    table->cells = alloc_resized(table->cells, table->cell_count + 1, sizeof(*table->cells));
    table->cells[table->cell_count++] = utf8_line(text);
}

static size_t column_width(const struct table *table, size_t column)
{
    size_t width = utf8_width(table->columns[column].heading);
    for (size_t i = column; i < table->cell_count; i += table->column_count) {
        size_t cell = utf8_width(table->cells[i]);
        if (cell > width)
            width = cell;
    }
    return width;
}

size_t table_width(const struct table *table)
{
    size_t width = 0;
    for (size_t c = 0; c < table->column_count; c++)
        width += column_width(table, c) + (c ? TABLE_GAP : 0);
    return width;
}

static void add_repeated(struct strbuf *out, const char *text, size_t count)
{
    while (count-- > 0)
        strbuf_add(out, text);
}

// Cell by cell; padding is owed until the next cell comes, so that no line ends in spaces.
static void draw_row(const struct table *table, const size_t *widths, char *const *cells,
                     size_t count, size_t indent, struct strbuf *out)
{
    size_t owed = indent;
    for (size_t c = 0; c < count; c++) {
        size_t pad = widths[c] - utf8_width(cells[c]);
        bool left = table->columns[c].left;
        if (*cells[c]) {
            add_repeated(out, " ", owed + (left ? 0 : pad));
            strbuf_add(out, cells[c]);
            owed = left ? pad : 0;
        } else {
            owed += widths[c];
        }
        owed += TABLE_GAP;
    }
    strbuf_add(out, "\n");
}

static void draw_rule(const struct table *table, const size_t *widths, size_t indent,
                      struct strbuf *out)
{
    add_repeated(out, " ", indent);
    for (size_t c = 0; c < table->column_count; c++) {
        add_repeated(out, " ", c ? TABLE_GAP : 0);
        add_repeated(out, "─", widths[c]);
    }
    strbuf_add(out, "\n");
}

void table_draw_text(const struct table *table, size_t indent, struct strbuf *out)
{
    if (table->column_count == 0)
        return;
    size_t *widths = alloc_zeroed(table->column_count, sizeof(*widths));
    char **headings = alloc_zeroed(table->column_count, sizeof(*headings));
    for (size_t c = 0; c < table->column_count; c++) {
        widths[c] = column_width(table, c);
        headings[c] = table->columns[c].heading;
    }
    draw_row(table, widths, headings, table->column_count, indent, out);
    draw_rule(table, widths, indent, out);
    for (size_t i = 0; i < table->cell_count; i += table->column_count) {
        size_t left = table->cell_count - i;
        draw_row(table, widths, table->cells + i,
                 left < table->column_count ? left : table->column_count, indent, out);
    }
    free(headings);
    free(widths);
}

static bool is_of_word(uint32_t character)
{
    return character >= 0x80 || isalnum((int)character) || character == '_';
}

void table_escape_markdown(const char *text, struct strbuf *out)
{
    uint32_t last = ' ';
    for (uint32_t character; (character = utf8_next(&text)); last = character) {
        if (character == '@' && !is_of_word(last))
            strbuf_add(out, "@<!-- -->"); // forges call the people whose names follow
        else if (character == '<')
            strbuf_add(out, "&lt;");
        else if (character == '&')
            strbuf_add(out, "&amp;");
        else if (character == '\n' || character == '\t')
            strbuf_add(out, " ");
        else {
            if (character < 0x80 && strchr("\\`*_{}[]#|~>!", (int)character))
                strbuf_add(out, "\\");
            utf8_add(out, character);
        }
    }
}

static void markdown_row(char *const *cells, size_t count, struct strbuf *out)
{
    strbuf_add(out, "|");
    for (size_t c = 0; c < count; c++) {
        strbuf_add(out, " ");
        table_escape_markdown(cells[c], out);
        strbuf_add(out, " |");
    }
    strbuf_add(out, "\n");
}

void table_draw_markdown(const struct table *table, struct strbuf *out)
{
    if (table->column_count == 0)
        return;
    strbuf_add(out, "|");
    for (size_t c = 0; c < table->column_count; c++) {
        strbuf_add(out, " ");
        table_escape_markdown(table->columns[c].heading, out);
        strbuf_add(out, " |");
    }
    strbuf_add(out, "\n|");
    for (size_t c = 0; c < table->column_count; c++)
        strbuf_add(out, table->columns[c].left ? ":---|" : "---:|");
    strbuf_add(out, "\n");
    for (size_t i = 0; i < table->cell_count; i += table->column_count) {
        size_t left = table->cell_count - i;
        markdown_row(table->cells + i, left < table->column_count ? left : table->column_count,
                     out);
    }
}

void table_done(struct table *table)
{
    if (!table)
        return;
    for (size_t c = 0; c < table->column_count; c++)
        free(table->columns[c].heading);
    for (size_t i = 0; i < table->cell_count; i++)
        free(table->cells[i]);
    free(table->columns);
    free(table->cells);
    *table = (struct table){0};
}
