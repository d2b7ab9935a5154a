// SPDX-License-Identifier: GPL-3.0-or-later
// Places are per cent of the cell's width: a narrow cell squeezes the axis and leaves marks and
// letters as they are.
#include "reports/compare/forest.h"

#include <math.h>
#include <stdbool.h>

#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/html_text.h"

enum { TICKS = 4 };

static double percent(const struct forest *forest, double ratio)
{
    return 100 * ratio_axis_place(&forest->axis, ratio);
}

static void add_line(struct strbuf *out, const char *kind, double from, double to)
{
    strbuf_printf(out, "<line class=\"%s\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"50%%\" y2=\"50%%\"/>",
                  kind, from, to);
}

static void add_upright(struct strbuf *out, const char *kind, double place)
{
    strbuf_printf(out, "<line class=\"%s\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"0\" y2=\"100%%\"/>",
                  kind, place, place);
}

// What every row has: the band within which nothing matters, the ticks, the line at 1.
static void add_ground(struct strbuf *out, const struct forest *forest)
{
    double ticks[RATIO_AXIS_TICKS];
    size_t count = ratio_axis_ticks(&forest->axis, TICKS, ticks);
    if (forest->threshold > 0) {
        double low = percent(forest, 1 / (1 + forest->threshold));
        strbuf_printf(out, "<rect class=\"band\" x=\"%.2f%%\" width=\"%.2f%%\" height=\"100%%\"/>",
                      low, percent(forest, 1 + forest->threshold) - low);
    }
    for (size_t i = 0; i < count; i++)
        add_upright(out, fabs(ticks[i] - 1) < 1e-9 ? "one" : "tick", percent(forest, ticks[i]));
}

void forest_add_axis(struct strbuf *out, const struct forest *forest)
{
    double ticks[RATIO_AXIS_TICKS];
    size_t count = ratio_axis_ticks(&forest->axis, TICKS, ticks);
    strbuf_add(out, "<svg class=\"axis\" aria-hidden=\"true\">");
    for (size_t i = 0; i < count; i++) {
        scope_free char *label = ratio_axis_label(&forest->axis, ticks[i]);
        double place = percent(forest, ticks[i]);
        const char *anchor = place < 8 ? "start" : place > 92 ? "end" : "middle";
        strbuf_printf(out, "<text x=\"%.2f%%\" y=\"75%%\" text-anchor=\"%s\">", place, anchor);
        html_add_text(out, label);
        strbuf_add(out, "</text>");
    }
    strbuf_add(out, "</svg>");
}

// An interval that goes on beyond the axis ends in an arrow.
static void add_arrow(struct strbuf *out, const struct forest *forest, double end)
{
    if (!isfinite(end) || !ratio_axis_is_beyond(&forest->axis, end))
        return;
    strbuf_add(out, end < 1 ? "<text x=\"0\" y=\"68%\">‹</text>"
                            : "<text x=\"100%\" y=\"68%\" text-anchor=\"end\">›</text>");
}

void forest_add_row(struct strbuf *out, const struct forest *forest, const struct forest_mark *mark)
{
    const struct estimate *ratio = &mark->ratio;
    bool has_interval = isfinite(ratio->low) && isfinite(ratio->high);
    html_add(out, "<svg role=\"img\" aria-label=\"", mark->description, "\">");
    add_ground(out, forest);
    strbuf_printf(out, "<g class=\"%s\">", mark->kind);
    if (has_interval && ratio->low > 0) {
        add_line(out, "interval-line", percent(forest, ratio->low), percent(forest, ratio->high));
        add_arrow(out, forest, ratio->low);
        add_arrow(out, forest, ratio->high);
    }
    if (isfinite(ratio->value) && ratio->value > 0)
        strbuf_printf(out, "<circle cx=\"%.2f%%\" cy=\"50%%\" r=\"%s\"%s/>",
                      percent(forest, ratio->value), has_interval ? "4.5" : "3.5",
                      has_interval ? "" : " class=\"alone\"");
    strbuf_add(out, "</g></svg>");
}

const char forest_style[] =
    "td.forest,th.forest{width:34%;min-width:11rem;padding-top:0;padding-bottom:0}\n"
    ".forest svg{height:2.05rem;overflow:hidden}\n"
    ".forest svg.axis{height:1.5rem;overflow:visible}\n"
    ".forest text{font-size:.75rem;fill:var(--ink-axis);font-variant-numeric:lining-nums}\n"
    ".forest .band{fill:var(--wash)}\n"
    ".forest .tick{stroke:var(--ink-grid);stroke-width:1}\n"
    ".forest .one{stroke:var(--ink-axis);stroke-width:1}\n"
    ".forest .interval-line{stroke:currentColor;stroke-width:2.2;stroke-linecap:round}\n"
    ".forest circle{fill:currentColor}\n"
    ".forest g text{fill:currentColor;font-size:1rem}\n"
    ".forest circle.alone,.forest .undecided circle{fill:var(--ink-paper);stroke:currentColor;"
    "stroke-width:1.8}\n"
    ".worse{color:var(--ink-second)}.better{color:var(--ink-third)}.same{color:var(--ink-first)}"
    ".undecided,.one-sided{color:var(--ink-axis)}\n";
