// SPDX-License-Identifier: GPL-3.0-or-later
// Contrasts made by hand, one judgement of every kind, for the tests of their forms.
#ifndef FULLHOUSE_TESTS_REPORTS_COMPARE_MADE_CONTRASTS_H
#define FULLHOUSE_TESTS_REPORTS_COMPARE_MADE_CONTRASTS_H

#include <stdbool.h>
#include <stddef.h>

#include "compare/contrasts.h"

struct made_contrasts_options {
    const char *name;    // of B, put into every text that is free; NULL: "tonight"
    size_t count;        // of contrasts; 0: one
    size_t measures;     // further ones, the same, at four densities each
    bool is_emulated[2]; // of the first contrast
    bool is_bare;        // one boot a side, no interval, no p, nothing told of runs and changes
    bool is_same;        // all that would be worse, better or undecided is the same
    bool is_undecided;   // all that would be worse or better is undecided
    bool has_reference, has_floor, has_tiles;
};

// Release with contrasts_done.
struct contrasts made_contrasts(const struct made_contrasts_options *options);

// One form of them. New string.
char *made_contrasts_emit(const char *form, const struct made_contrasts_options *options,
                          bool is_strict);

#endif
