// SPDX-License-Identifier: GPL-3.0-or-later
// What must be known before an answer is believed, in the sentence that gives it.
#ifndef FULLHOUSE_PLANNER_PURCHASE_PURCHASE_MARKS_H
#define FULLHOUSE_PLANNER_PURCHASE_PURCHASE_MARKS_H

#include "planner/purchase/purchase.h"

// Of the best choice: "Measured under emulation (TCG), not hardware virtualization: ", where it was
// measured not at all, by guests that nothing tells of, or on fewer guests than are planned with;
// several by "; ". "" where none is due. New string.
char *purchase_marks(const struct purchase *purchase);

#endif
