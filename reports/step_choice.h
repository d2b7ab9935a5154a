// SPDX-License-Identifier: GPL-3.0-or-later
// Which steps of a run are worth a picture: two tell more than all.
#ifndef FULLHOUSE_REPORTS_STEP_CHOICE_H
#define FULLHOUSE_REPORTS_STEP_CHOICE_H

#include <stddef.h>

struct document_run;

enum { STEP_CHOICES = 2 };

struct step_choice {
    size_t step;      // its place in the run
    const char *why;  // "the most that hold", a phrase
    const char *word; // of ids and files: "maximum"
};

// The first finished boot at the largest density that holds, and at the one that breaks above it;
// where one of them is not there, at the largest that was measured. Gives how many.
size_t step_choice_of(const struct document_run *run, struct step_choice ret_choices[STEP_CHOICES]);

#endif
