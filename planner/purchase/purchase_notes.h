// SPDX-License-Identifier: GPL-3.0-or-later
// What a reader must know before money is spent: what the numbers stand on, and what they leave
// out.
#ifndef FULLHOUSE_PLANNER_PURCHASE_PURCHASE_NOTES_H
#define FULLHOUSE_PLANNER_PURCHASE_PURCHASE_NOTES_H

#include "planner/purchase/purchase.h"

// Adds the notes, most weighty first.
void purchase_add_notes(struct purchase *purchase);

// Appends one, which is taken over; one that is there already is freed.
void purchase_add_note(struct purchase *purchase, char *taken);

#endif
