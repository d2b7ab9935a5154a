// SPDX-License-Identifier: GPL-3.0-or-later
// gnuplot's SVG made fit to stand inside a page: colours become the page's own (dark, light,
// print), ids become unique, and what a page does not need goes.
#ifndef FULLHOUSE_REPORTS_SVG_H
#define FULLHOUSE_REPORTS_SVG_H

struct strbuf;

// What a figure draws with. Its colour in the script is that of the light page, so that a script
// run by hand looks right; in the page it is the CSS variable --ink-NAME.
#define SVG_INKS(X)                                                                                \
    X(TEXT, "text", 0x26, 0x28, 0x2c)     /* titles and direct labels */                           \
    X(AXIS, "axis", 0x6a, 0x6d, 0x73)     /* axes and their figures */                             \
    X(GRID, "grid", 0xe2, 0xdf, 0xd6)     /* horizontal rules behind the data */                   \
    X(FIRST, "first", 0x1f, 0x5a, 0x8c)   /* the figure's first series */                          \
    X(SECOND, "second", 0xb8, 0x5c, 0x14) /* its second, told apart by colour-blind eyes too */    \
    X(THIRD, "third", 0x1d, 0x7d, 0x5a)   /* its third */                                          \
    X(PAPER, "paper", 0xfd, 0xfc, 0xf8)   /* the page */

enum svg_ink {
#define X(name, word, red, green, blue) SVG_INK_##name,
    SVG_INKS(X)
#undef X
        SVG_INK_COUNT
};

// Appends "'#1f5a8c'" to a script.
void svg_add_colour(struct strbuf *script, enum svg_ink ink);
// "first" of --ink-first.
const char *svg_ink_name(enum svg_ink ink);

// Appends the drawing inside `svg` (gnuplot's whole output) as an <svg> element of width x height
// units, its ids prefixed with id, told to those who cannot see it by `description` (escaped here).
void svg_embed(const char *svg, const char *id, unsigned width, unsigned height,
               const char *description, struct strbuf *out);

#endif
