// SPDX-License-Identifier: GPL-3.0-or-later
// The figure of a run of lives as a gnuplot script: a box for every verb, alone beside the storm.
#ifndef FULLHOUSE_REPORTS_FIGURE_LIFE_H
#define FULLHOUSE_REPORTS_FIGURE_LIFE_H

#include "reports/life.h"

struct strbuf;

enum { LIFE_FIGURE_WIDTH = 920, LIFE_FIGURE_HEIGHT = 400 };
#define LIFE_FIGURE_TITLE "The verbs of a life"

// What it shows, with the numbers of guests. New string.
char *life_figure_caption(const struct life *life);

// The whole script; life has rows.
void life_figure_script(const struct life *life, struct strbuf *script);

#endif
