// SPDX-License-Identifier: GPL-3.0-or-later
// The one door to gnuplot, a program that need not be there. Knows how to run a script and how to
// quote text for one; figure.h knows what is drawn.
#ifndef FULLHOUSE_REPORTS_GNUPLOT_H
#define FULLHOUSE_REPORTS_GNUPLOT_H

struct err;
struct strbuf;

// The command that installs gnuplot, for messages.
#define GNUPLOT_MEND "apt-get install gnuplot-nox"

// Runs the script, which prints an SVG on standard output, and appends that SVG, from "<svg" to
// "</svg>". -ENOTSUP when gnuplot is missing (err->mend tells the command), -EIO when it fails or
// prints no SVG (err has its first words), -ETIMEDOUT.
int gnuplot_svg(const char *script, struct strbuf *ret_svg, struct err *err);

// Appends text as a single-quoted gnuplot string, in which nothing is substituted; characters that
// are unfit to show (reports/utf8.h) and line breaks do not get through.
void gnuplot_quote(struct strbuf *script, const char *text);

#endif
