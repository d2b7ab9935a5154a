// SPDX-License-Identifier: GPL-3.0-or-later
// The page's saturation line: a cell a density, and the full sentences below.
#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/document_run.h"
#include "reports/html_parts.h"
#include "reports/html_text.h"

// The resource alone, short enough for a column; what is longer stands below.
static char *name_briefly(const struct saturation_line *line)
{
    const struct saturation *saturation = &line->saturation;
    scope_free char *name = saturation->first ? saturation_finding_name(saturation->first) : NULL;
    if (!name)
        return alloc_copy(line->watched && saturation_state(saturation) == SATURATION_NO
                              ? "none by the rules"
                              : "not known");
    if (line->agreeing == line->watched)
        return alloc_copy(name);
    return alloc_printf("%s (%zu of %zu boots)", name, line->agreeing, line->watched);
}

void html_add_saturation_cell(struct strbuf *out, const struct document_run *run, uint32_t units)
{
    const struct saturation_line *line = saturation_line_of(&run->saturations, units);
    if (!saturation_lines_are_known(&run->saturations))
        return;
    scope_free char *name = line ? name_briefly(line) : alloc_copy("–");
    html_add(out, "<td class=\"text\">", name, "</td>");
}

static bool is_boots_apart(const struct saturation_line *line)
{
    return line->watched > 0 && line->agreeing < line->watched;
}

static void add_line(struct strbuf *out, const struct document_run *run,
                     const struct saturation_line *line)
{
    scope_free char *count = saturation_line_count(line, document_run_unit(run));
    html_add(out, "<dt>", count, "</dt><dd>");
    html_add(out, "", line->sentence, "");
    if (is_boots_apart(line))
        html_add(out, "; boots differ: ", line->phrase, "");
    strbuf_add(out, "</dd>\n");
}

void html_add_saturation(struct strbuf *out, const struct document_run *run)
{
    const struct saturation_lines *lines = &run->saturations;
    if (run->density_count == 0)
        return;
    strbuf_add(out, "<h2>What gives out first</h2>\n");
    if (!saturation_lines_are_known(lines)) {
        strbuf_add(out, "<p class=\"absent\">" SATURATION_ABSENT "</p>\n");
        return;
    }
    strbuf_add(out, "<dl class=\"saturation\">\n");
    for (size_t i = 0; i < lines->count; i++)
        add_line(out, run, &lines->list[i]);
    strbuf_add(out, "</dl>\n<p class=\"muted\">" SATURATION_WORDS "</p>\n");
}
