// SPDX-License-Identifier: GPL-3.0-or-later
// SVG elements, their text escaped.
#include "reports/consolidation_draw.h"

#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/axis.h"
#include "reports/html_text.h"
#include "reports/utf8.h"

void draw_open(struct strbuf *out, double width, double height, const char *description)
{
    strbuf_printf(out, "<svg class=\"pack\" viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"",
                  width, height);
    html_add(out, "", description, "\">\n");
}

void draw_close(struct strbuf *out)
{
    strbuf_add(out, "</svg>\n");
}

void draw_text(struct strbuf *out, double x, double y, const char *class, const char *text)
{
    strbuf_printf(out, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">", class, x, y);
    html_add(out, "", text, "</text>\n");
}

void draw_box(struct strbuf *out, const char *class, struct draw_box box, const char *title)
{
    strbuf_printf(out, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"",
                  class, box.x, box.y, box.width, box.height);
    if (title)
        html_add(out, "><title>", title, "</title></rect>\n");
    else
        strbuf_add(out, "/>\n");
}

void draw_line(struct strbuf *out, const char *class, double x, double y, double right, double down)
{
    strbuf_printf(out, "<path class=\"%s\" d=\"M%.1f %.1fl%.1f %.1f\"/>\n", class, x, y, right,
                  down);
}

// Both ends tell names apart: the beginning what it is, the end which.
char *draw_name(const char *name, size_t letters)
{
    scope_free char *line = utf8_line(name);
    size_t head = letters * 3 / 5, length = strlen(line);
    if (utf8_width(line) <= letters)
        return scope_take(line);
    scope_free char *start = utf8_cut(line, head); // ends in an ellipsis
    const char *end = line + length - (letters - head);
    while (((unsigned char)*end & 0xc0) == 0x80) // never in the midst of a character
        end++;
    return alloc_printf("%s%s", start, end);
}

struct draw_time draw_time_of(double most_s, unsigned ticks)
{
    struct draw_time time = {1, "seconds", 1};
    if (most_s >= 2 * 3600)
        time = (struct draw_time){3600, "hours", 1};
    else if (most_s >= 2 * 60)
        time = (struct draw_time){60, "minutes", 1};
    time.step_s =
        time.unit_s * axis_step(QUANTITY_NUMBER, most_s > 0 ? most_s / time.unit_s : 1, ticks);
    return time;
}
