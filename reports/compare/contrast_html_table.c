// SPDX-License-Identifier: GPL-3.0-or-later
// What a phone shows without scrolling comes first: what it is, how it was judged, the change.
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/compare/contrast_html.h"
#include "reports/compare/contrast_words.h"
#include "reports/compare/effect.h"
#include "reports/compare/forest.h"
#include "reports/html_text.h"

// Of one table.
struct sheet {
    const struct contrast *contrast;
    struct forest forest;
    bool has_reference, has_floor, has_more;
};

static struct forest forest_for(const struct contrast *contrast,
                                const struct judgement *const *list, size_t count)
{
    scope_free struct estimate *ratios = alloc_zeroed(count, sizeof(*ratios));
    for (size_t i = 0; i < count; i++)
        ratios[i] = list[i]->ratio;
    return (struct forest){ratio_axis_of(ratios, count, contrast->threshold), contrast->threshold};
}

static struct sheet sheet_of(const struct contrast *contrast, const struct judgement *const *list,
                             size_t count)
{
    struct sheet sheet = {.contrast = contrast,
                          .forest = forest_for(contrast, list, count),
                          .has_reference = contrast_has_reference(contrast)};
    for (size_t i = 0; i < count; i++) {
        sheet.has_floor = sheet.has_floor || isfinite(list[i]->floor);
        sheet.has_more = sheet.has_more || judgement_has_more(list[i]);
    }
    return sheet;
}

static void add_headings(struct strbuf *out, const struct sheet *sheet)
{
    strbuf_printf(out,
                  "<thead><tr><th class=\"text\">measure</th><th>%ss</th>"
                  "<th class=\"text\">verdict</th><th>change</th><th class=\"forest\">",
                  contrast_density(sheet->contrast));
    forest_add_axis(out, &sheet->forest);
    strbuf_add(out, "</th>");
    if (sheet->has_reference)
        strbuf_add(out, "<th>without reference</th>");
    html_add(out, "<th class=\"side\">", sheet->contrast->names[0], "</th>");
    html_add(out, "<th class=\"side\">", sheet->contrast->names[1], "</th>");
    strbuf_printf(out, "<th>p</th>%s<th>boots</th>%s</tr></thead><tbody>\n",
                  sheet->has_floor ? "<th>noise</th>" : "",
                  sheet->has_more ? "<th class=\"text\">to decide</th>" : "");
}

// Takes the text over.
static void add_cell(struct strbuf *out, char *text)
{
    html_add(out, "<td>", text, "</td>");
    free(text);
}

// "-7.1 % [-9.0, -5.2]" with the interval smaller and below.
static void add_effect(struct strbuf *out, const struct estimate *ratio)
{
    scope_free char *text = effect_text(ratio);
    char *interval = strstr(text, " [");
    if (interval)
        *interval++ = '\0';
    html_add(out, "<td>", text, "");
    if (interval)
        html_add(out, "<span class=\"interval\">", interval, "</span>");
    strbuf_add(out, "</td>");
}

static const char *kind_of(const struct judgement *judgement)
{
    return judgement->is_judged ? contrast_verdict_name(judgement->verdict) : "undecided";
}

static void add_forest(struct strbuf *out, const struct sheet *sheet,
                       const struct judgement *judgement)
{
    scope_free char *name = judgement_name(sheet->contrast, judgement);
    scope_free char *change = effect_text(&judgement->ratio);
    scope_free char *description = alloc_printf("%s: %s", name, change);
    strbuf_add(out, "<td class=\"forest\">");
    forest_add_row(out, &sheet->forest,
                   &(struct forest_mark){judgement->ratio, kind_of(judgement), description});
    strbuf_add(out, "</td>");
}

static void add_head_of_row(struct strbuf *out, const struct judgement *judgement)
{
    const char *verdict =
        judgement->is_judged ? contrast_verdict_name(judgement->verdict) : "not judged";
    html_add(out, "<tr><td class=\"text\">", judgement->measure, "</td>");
    strbuf_printf(out, "<td>%" PRIu32 "</td>", judgement->guests);
    strbuf_printf(out, "<td class=\"text\"><span class=\"%s\">%s</span></td>", kind_of(judgement),
                  verdict);
}

static void add_row(struct strbuf *out, const struct sheet *sheet,
                    const struct judgement *judgement)
{
    add_head_of_row(out, judgement);
    add_effect(out, &judgement->ratio);
    add_forest(out, sheet, judgement);
    if (sheet->has_reference)
        add_effect(out, &judgement->raw);
    for (size_t side = 0; side < 2; side++)
        add_cell(out, effect_value(judgement->unit, judgement->values[side]));
    add_cell(out, effect_p(judgement->p_adjusted));
    if (sheet->has_floor)
        add_cell(out, judgement_noise(judgement));
    add_cell(out, judgement->boots[0] == judgement->boots[1]
                      ? alloc_printf("%zu", judgement->boots[0])
                      : alloc_printf("%zu, %zu", judgement->boots[0], judgement->boots[1]));
    if (sheet->has_more) {
        scope_free char *more = judgement_more_short(sheet->contrast, judgement);
        html_add(out, "<td class=\"text\">", more, "</td>");
    }
    strbuf_add(out, "</tr>\n");
}

void contrast_html_table(struct strbuf *out, const struct contrast *contrast,
                         const struct judgement *const *list, size_t count, const char *label)
{
    if (count == 0)
        return;
    const struct sheet sheet = sheet_of(contrast, list, count);
    html_add(out, "<div class=\"scroll contrast\" tabindex=\"0\" role=\"region\" aria-label=\"",
             label, "\"><table>\n");
    add_headings(out, &sheet);
    for (size_t i = 0; i < count; i++)
        add_row(out, &sheet, list[i]);
    strbuf_add(out, "</tbody></table></div>\n");
}
