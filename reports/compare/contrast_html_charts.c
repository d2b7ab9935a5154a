// SPDX-License-Identifier: GPL-3.0-or-later
// Measures along the densities. Those in which nothing changed are folded.
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/compare/contrast_html.h"
#include "reports/compare/contrast_words.h"
#include "reports/compare/density_chart.h"
#include "reports/html_text.h"

// A page with more of them is not read.
enum { CHARTS = 24 };

static size_t measure_end(const struct contrast *contrast, size_t first)
{
    size_t end = first;
    while (end < contrast->count &&
           strcmp(contrast->list[end].measure, contrast->list[first].measure) == 0)
        end++;
    return end;
}

static bool is_charted(const struct judgement *list, size_t count)
{
    size_t told = 0;
    for (size_t i = 0; i < count; i++)
        told += list[i].is_judged && list[i].verdict != CONTRAST_ONE_SIDED;
    return told > 1;
}

static bool has_news(const struct judgement *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].verdict == CONTRAST_WORSE || list[i].verdict == CONTRAST_BETTER)
            return true;
    return false;
}

static void add_chart(struct strbuf *out, const struct contrast *contrast,
                      const struct judgement *list, size_t count)
{
    scope_free struct density_point *points = alloc_zeroed(count, sizeof(*points));
    scope_free char *title = alloc_printf("%s: change along the densities", list->measure);
    for (size_t i = 0; i < count; i++)
        points[i] = (struct density_point){list[i].guests, list[i].ratio,
                                           contrast_verdict_name(list[i].verdict)};
    html_add(out, "<figure><h3>", list->measure, "</h3>\n");
    density_chart_add(out, &(struct density_chart){title, contrast->threshold, points, count});
    strbuf_add(out, "</figure>\n");
}

// Those with news, or those without. Returns how many.
static size_t add_charts(struct strbuf *out, const struct contrast *contrast, bool with_news)
{
    size_t count = 0;
    for (size_t first = 0, end; first < contrast->count; first = end) {
        const struct judgement *list = contrast->list + first;
        end = measure_end(contrast, first);
        if (is_charted(list, end - first) && has_news(list, end - first) == with_news &&
            count++ < CHARTS)
            add_chart(out, contrast, list, end - first);
    }
    return count;
}

void contrast_html_charts(struct strbuf *out, const struct contrast *contrast)
{
    scope_strbuf struct strbuf news = {0}, rest = {0};
    size_t news_count = add_charts(&news, contrast, true);
    size_t rest_count = add_charts(&rest, contrast, false);
    if (news_count > 0) {
        strbuf_add(out, "<div class=\"density-charts\">\n");
        strbuf_add(out, strbuf_text(&news));
        strbuf_printf(out,
                      "</div>\n<p class=\"muted\">Change over the number of %ss, with its "
                      "interval; within the band nothing matters.</p>\n",
                      contrast_density(contrast));
    }
    if (rest_count > 0) {
        strbuf_printf(out,
                      "<details><summary>Measures without a change along the densities: %zu"
                      "</summary>\n<div class=\"density-charts\">\n",
                      rest_count);
        strbuf_add(out, strbuf_text(&rest));
        strbuf_add(out, "</div></details>\n");
    }
}
