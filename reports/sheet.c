// SPDX-License-Identifier: GPL-3.0-or-later
// Tries from the widest layout to the narrowest: cuts come after the first group, after the first
// two, and so on, since the first ones matter most.
#include "reports/sheet.h"

#include "common/base/strbuf.h"
#include "reports/table.h"

// The tables of a layout that starts a new one at each of the first `cuts` group borders. False
// when one is too wide and may not be.
static bool draw_layout(const struct sheet *sheet, unsigned cuts, bool intervals, size_t columns,
                        size_t indent, struct strbuf *out)
{
    scope_strbuf struct strbuf drawn = {0};
    bool may_overflow = !intervals;
    for (unsigned first = 0; first < sheet->groups;) {
        unsigned last = first < cuts ? first : sheet->groups - 1;
        scope_table struct table table = {0};
        sheet->fill(&table, sheet->context, first == 0, first, last, intervals);
        if (indent + table_width(&table) > columns && !may_overflow)
            return false;
        if (table.column_count > 1) {
            strbuf_add(&drawn, "\n");
            table_draw_text(&table, indent, &drawn);
        }
        first = last + 1;
    }
    strbuf_add(out, strbuf_text(&drawn));
    return true;
}

void sheet_draw(const struct sheet *sheet, size_t columns, size_t indent, struct strbuf *out)
{
    for (unsigned cuts = 0; cuts < sheet->groups; cuts++)
        if (draw_layout(sheet, cuts, true, columns, indent, out))
            return;
    draw_layout(sheet, sheet->groups - 1, false, columns, indent, out);
}
