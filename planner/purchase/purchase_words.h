// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan says in sentences: the answer, what binds each choice, what was assumed.
#ifndef FULLHOUSE_PLANNER_PURCHASE_PURCHASE_WORDS_H
#define FULLHOUSE_PLANNER_PURCHASE_PURCHASE_WORDS_H

#include "planner/purchase/purchase.h"

// Sets the answer, every choice's `why`, and the notes.
void purchase_add_words(struct purchase *purchase);

// "R2 under kvm", or "R2" where nothing was measured. New string.
char *purchase_option_name(const struct purchase *purchase, size_t option);

#endif
