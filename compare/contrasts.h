// SPDX-License-Identifier: GPL-3.0-or-later
// All of two selections held against each other: runs are matched by platform, arm, guest kind,
// load and shape, each match is a contrast, and what has no partner is told. p is adjusted over all
// of them together.
#ifndef FULLHOUSE_COMPARE_CONTRASTS_H
#define FULLHOUSE_COMPARE_CONTRASTS_H

#include <stddef.h>

#include "compare/contrast.h"

struct contrasts {
    char *names[2]; // of the selections, as the user called them
    struct contrast *list;
    size_t count;
    char **unmatched; // "B has no partner for run 14 (kvm, bare guest; cpu)"
    size_t unmatched_count;
    enum contrast_verdict overall; // as in struct contrast, over all of them
    size_t counts[CONTRAST_VERDICT_COUNT];
};

// 0, or -EINVAL: an empty selection, or nothing in it that may be compared. Where one run stands on
// both sides it is refused.
int contrasts_of(const struct side *a, const struct side *b, const struct contrast_options *options,
                 struct contrasts *ret_contrasts, struct err *err);
void contrasts_done(struct contrasts *contrasts);
#define scope_contrasts __attribute__((cleanup(contrasts_done)))

#endif
