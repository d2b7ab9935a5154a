// SPDX-License-Identifier: GPL-3.0-or-later
// Doubles as text that reads back as the same double.
#ifndef FULLHOUSE_REPORTS_NUMBER_H
#define FULLHOUSE_REPORTS_NUMBER_H

struct strbuf;

// The shortest of 15 to 17 significant digits that gives the number back, with a point whatever the
// locale says. The number must be finite.
void number_add_exact(struct strbuf *out, double number);

#endif
