// SPDX-License-Identifier: GPL-3.0-or-later
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/process.h"
#include "common/base/strbuf.h"
#include "reports/gnuplot.h"
#include "reports/svg.h"

static void skip_without_gnuplot(void)
{
    char *program = process_find("gnuplot");
    if (!program)
        cr_skip("gnuplot is not installed: " GNUPLOT_MEND);
    free(program);
}

Test(reports_gnuplot, quotes_what_would_act)
{
    struct strbuf script = {0};
    gnuplot_quote(&script, "it's `id`\n\"x\" @m \x1b");
    cr_expect_str_eq(strbuf_text(&script), "'it''s ´id´ \"x\" @m \ufffd'");
    strbuf_done(&script);
}

Test(reports_gnuplot, draws_hostile_labels_as_text)
{
    skip_without_gnuplot();
    struct strbuf script = {0}, svg = {0};
    struct err err = {0};
    strbuf_add(&script, "set terminal svg noenhanced\nset label ");
    gnuplot_quote(&script, "<script>'; system('false')`false`");
    strbuf_add(&script, " at 0,0\nplot sin(x)\n");
    cr_assert_eq(gnuplot_svg(strbuf_text(&script), &svg, &err), 0, "%s", err_text(&err));
    cr_expect(strstr(strbuf_text(&svg), "&lt;script>'; system("));
    cr_expect_null(strstr(strbuf_text(&svg), "<script"));
    strbuf_done(&script);
    strbuf_done(&svg);
}

Test(reports_gnuplot, tells_why_a_script_fails)
{
    skip_without_gnuplot();
    struct strbuf svg = {0};
    struct err err = {0};
    cr_expect_eq(gnuplot_svg("plot 'no such file'\n", &svg, &err), -EIO);
    cr_expect_eq(svg.length, 0);
    cr_expect_neq(*err_text(&err), '\0');
    err_done(&err);
}

Test(reports_gnuplot, names_the_mend_when_missing)
{
    struct strbuf svg = {0};
    struct err err = {0};
    setenv("PATH", "/nowhere", 1);
    cr_expect_lt(gnuplot_svg("plot x\n", &svg, &err), 0);
    cr_expect_eq(err.kind, ERR_HOST);
    cr_assert_not_null(err.mend);
    cr_expect_str_eq(err.mend, GNUPLOT_MEND);
    err_done(&err);
}

Test(reports_svg, turns_colours_and_ids_into_the_pages)
{
    struct strbuf out = {0};
    svg_embed("<svg>\n<title>Gnuplot</title>\n<g id=\"gnuplot_canvas\">\n"
              "<circle id='gpDot' stroke='rgb( 31,  90, 140)'/><use xlink:href='#gpDot'/>\n"
              "<g fill=\"none\" color=\"black\">\n</g>\n<filter id='f'>x</filter>"
              "<text fill=\"rgb(1,2,3)\">rgb(</text></g>\n</svg>\n",
              "run1-x", 10, 20, "a \"b\" <c>", &out);
    cr_expect_str_eq(strbuf_text(&out),
                     "<svg viewBox=\"0 0 10 20\" role=\"img\" aria-label=\"a &quot;b&quot; "
                     "&lt;c&gt;\">\n<g id=\"run1-x-gnuplot_canvas\">\n"
                     "<circle id='run1-x-gpDot' stroke='var(--ink-first)'/>"
                     "<use xlink:href='#run1-x-gpDot'/>\n"
                     "<text fill=\"rgb(1,2,3)\">rgb(</text></g>\n</svg>\n");
    strbuf_done(&out);
}
