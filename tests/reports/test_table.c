// SPDX-License-Identifier: GPL-3.0-or-later
#include <criterion/criterion.h>

#include "common/base/strbuf.h"
#include "reports/table.h"

Test(reports_table, aligns_by_columns_not_bytes)
{
    struct table table = {0};
    struct strbuf out = {0};
    table_add_column(&table, "name", true);
    table_add_column(&table, "n", false);
    table_add_cell(&table, "Grüße");
    table_add_cell(&table, "7");
    table_add_cell(&table, "a");
    table_add_cell(&table, "1024");
    cr_expect_eq(table_width(&table), 5 + 2 + 4);
    table_draw_text(&table, 2, &out);
    cr_expect_str_eq(strbuf_text(&out), "  name      n\n"
                                        "  ─────  ────\n"
                                        "  Grüße     7\n"
                                        "  a      1024\n");
    strbuf_done(&out);
    table_done(&table);
}

Test(reports_table, ends_no_line_in_spaces_and_draws_a_short_row)
{
    struct table table = {0};
    struct strbuf out = {0};
    table_add_column(&table, "a", true);
    table_add_column(&table, "b", true);
    table_add_cell(&table, "x");
    table_add_cell(&table, "");
    table_add_cell(&table, "y");
    table_draw_text(&table, 0, &out);
    cr_expect_str_eq(strbuf_text(&out), "a  b\n─  ─\nx\ny\n");
    strbuf_done(&out);
    table_done(&table);
}

Test(reports_table, draws_nothing_without_columns_and_heads_without_rows)
{
    struct table table = {0};
    struct strbuf out = {0};
    table_draw_text(&table, 0, &out);
    table_draw_markdown(&table, &out);
    cr_expect_eq(out.length, 0);
    table_add_column(&table, "only", true);
    table_draw_text(&table, 0, &out);
    cr_expect_str_eq(strbuf_text(&out), "only\n────\n");
    strbuf_done(&out);
    table_done(&table);
}

Test(reports_table, markdown_calls_nobody)
{
    struct strbuf out = {0};
    table_escape_markdown("@all, (@team) and rack@site", &out);
    cr_expect_str_eq(strbuf_text(&out), "@<!-- -->all, (@<!-- -->team) and rack@site");
    strbuf_done(&out);
}

Test(reports_table, escapes_markdown)
{
    struct table table = {0};
    struct strbuf out = {0};
    table_add_column(&table, "a|b", true);
    table_add_column(&table, "n", false);
    table_add_cell(&table, "<script> | `x`\n# *y* [z](w)");
    table_add_cell(&table, "1");
    table_draw_markdown(&table, &out);
    cr_expect_str_eq(strbuf_text(&out),
                     "| a\\|b | n |\n|:---|---:|\n"
                     "| &lt;script\\> \\| \\`x\\` \\# \\*y\\* \\[z\\](w) | 1 |\n");
    strbuf_done(&out);
    table_done(&table);
}
