// SPDX-License-Identifier: GPL-3.0-or-later
// A small table of text cells, drawn for a terminal or as Markdown. Knows alignment and widths of
// characters; knows nothing of what the cells mean.
#ifndef FULLHOUSE_REPORTS_TABLE_H
#define FULLHOUSE_REPORTS_TABLE_H

#include <stdbool.h>
#include <stddef.h>

struct strbuf;

struct table_column {
    char *heading;
    bool left; // text; else figures, aligned to the right
};

// Zero-initialise; release with table_done. Cells are row by row.
struct table {
    struct table_column *columns;
    size_t column_count;
    char **cells;
    size_t cell_count;
};

// Columns first, then cells; both texts are copied, and made fit for one line (utf8_line).
void table_add_column(struct table *table, const char *heading, bool left);
// The next cell from left to right; a row ends by itself after the last column.
void table_add_cell(struct table *table, const char *text);

enum { TABLE_GAP = 2 }; // spaces between columns

// Columns of a terminal that the widest row needs.
size_t table_width(const struct table *table);

// With a rule under the headings, two spaces between columns, no trailing spaces, every line
// indented by `indent` spaces. A short last row is drawn as far as it goes.
void table_draw_text(const struct table *table, size_t indent, struct strbuf *out);

// GitHub-flavoured Markdown; what would be markup in a cell is escaped.
void table_draw_markdown(const struct table *table, struct strbuf *out);

// Appends text with every character that Markdown or HTML would act on escaped, on one line.
void table_escape_markdown(const char *text, struct strbuf *out);

void table_done(struct table *table);
#define scope_table __attribute__((cleanup(table_done)))

#endif
