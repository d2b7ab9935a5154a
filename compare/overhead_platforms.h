// SPDX-License-Identifier: GPL-3.0-or-later
// The platforms of all loads together, each named once. Private to compare/overhead*.c.
#ifndef FULLHOUSE_COMPARE_OVERHEAD_PLATFORMS_H
#define FULLHOUSE_COMPARE_OVERHEAD_PLATFORMS_H

struct overhead;

// Fills the list, and every arm's place in it.
void overhead_find_platforms(struct overhead *overhead);
void overhead_platforms_done(struct overhead *overhead);

#endif
