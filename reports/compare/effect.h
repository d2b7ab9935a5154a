// SPDX-License-Identifier: GPL-3.0-or-later
// A ratio with its interval, and the figures behind it, as people read them: "-7.1 % [-9.0, -5.2]".
// Shared by contrasts, histories and overheads; knows no verdicts.
#ifndef FULLHOUSE_REPORTS_COMPARE_EFFECT_H
#define FULLHOUSE_REPORTS_COMPARE_EFFECT_H

#include "common/inference/spread.h"

// A ratio as a change in per cent, "-7.1 %"; from a factor of two on, up or down, as the factor:
// "3.10x". "-" where it is absent. New string.
char *effect_change(double ratio);

// The same with its interval, "-7.1 % [-9.0, -5.2]"; where there is none, or one that says nothing
// (quantity.h), it says so: "-7.1 % [?]". New string.
char *effect_text(const struct estimate *ratio);

// One figure in the unit of a measure (compare/measure.h: "1/s", "ns", "bytes", "1", or a
// program's own word): "412/s", "1.30 ms", "0.970", "31.0 fps". "-" where it is absent. New string.
char *effect_value(const char *unit, double value);

// "0.003", "< 0.001"; "-" where there is none. New string.
char *effect_p(double p);

#endif
