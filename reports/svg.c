// SPDX-License-Identifier: GPL-3.0-or-later
// One pass over gnuplot's text. Whatever it does not know it copies.
#include "reports/svg.h"

#include <stdio.h>
#include <string.h>

#include "common/base/strbuf.h"
#include "reports/html_text.h"

static const struct {
    const char *name;
    unsigned red, green, blue;
} inks[] = {
#define X(name, word, red, green, blue) {word, red, green, blue},
    SVG_INKS(X)
#undef X
};

const char *svg_ink_name(enum svg_ink ink)
{
    return inks[ink].name;
}

void svg_add_colour(struct strbuf *script, enum svg_ink ink)
{
    strbuf_printf(script, "'#%02x%02x%02x'", inks[ink].red, inks[ink].green, inks[ink].blue);
}

// "rgb( 31,  90, 140)" at text: its ink, and its length; -1 when it is none of ours.
static int ink_at(const char *text, size_t *ret_length)
{
    unsigned red, green, blue;
    int length = 0;
    if (strncmp(text, "rgb(", 4) != 0) // sscanf measures the whole rest first
        return -1;
    if (sscanf(text, "rgb(%3u,%3u,%3u)%n", &red, &green, &blue, &length) != 3 || length == 0)
        return -1;
    *ret_length = (size_t)length;
    for (int ink = 0; ink < SVG_INK_COUNT; ink++)
        if (inks[ink].red == red && inks[ink].green == green && inks[ink].blue == blue)
            return ink;
    return -1;
}

// A place where an id of gnuplot's begins: after id=" and after href='#.
static size_t id_prefix_at(const char *text)
{
    static const char *const prefixes[] = {" id='", " id=\"", "xlink:href='#"};
    for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
        if (strncmp(text, prefixes[i], strlen(prefixes[i])) == 0)
            return strlen(prefixes[i]);
    return 0;
}

// A group that draws nothing, of which gnuplot leaves many: its length, or 0.
static size_t empty_group_at(const char *text)
{
    if (strncmp(text, "<g ", 3) != 0)
        return 0;
    const char *end = strchr(text, '>');
    if (!end || strncmp(end, ">\n</g>\n", 7) != 0)
        return 0;
    return (size_t)(end - text) + 7;
}

// Filters for text boxes, which no figure of ours uses.
static size_t filter_at(const char *text)
{
    if (strncmp(text, "<filter ", 8) != 0)
        return 0;
    const char *end = strstr(text, "</filter>");
    return end ? (size_t)(end - text) + strlen("</filter>") : 0;
}

static void copy_drawing(const char *text, const char *id, struct strbuf *out)
{
    while (*text && strncmp(text, "</svg>", 6) != 0) {
        size_t length = empty_group_at(text);
        if (length == 0)
            length = filter_at(text);
        if (length > 0) {
            text += length;
            continue;
        }
        int ink = ink_at(text, &length);
        if (ink >= 0) {
            strbuf_printf(out, "var(--ink-%s)", inks[ink].name);
            text += length;
        } else if ((length = id_prefix_at(text)) > 0) {
            strbuf_add_bytes(out, text, length);
            strbuf_printf(out, "%s-", id);
            text += length;
        } else {
            strbuf_add_bytes(out, text++, 1);
        }
    }
}

void svg_embed(const char *svg, const char *id, unsigned width, unsigned height,
               const char *description, struct strbuf *out)
{
    strbuf_printf(out, "<svg viewBox=\"0 0 %u %u\" role=\"img\" aria-label=\"", width, height);
    html_add_text(out, description);
    strbuf_add(out, "\">\n");
    const char *drawing = strstr(svg, "<g id=\"gnuplot_canvas\">");
    if (drawing)
        copy_drawing(drawing, id, out);
    strbuf_add(out, "</svg>\n");
}
