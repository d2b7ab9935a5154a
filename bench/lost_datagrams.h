// SPDX-License-Identifier: GPL-3.0-or-later
// What a step's guests told of datagrams that got lost, in a sentence: loss is never silent.
#ifndef FULLHOUSE_BENCH_LOST_DATAGRAMS_H
#define FULLHOUSE_BENCH_LOST_DATAGRAMS_H

struct step_record;

// "2 guests, boot 1: 37 of 120000 datagrams were lost (0.031 %)" as a new string, NULL when none
// was or none were sent.
char *lost_datagrams_describe(const struct step_record *step);

#endif
