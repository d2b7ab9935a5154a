// SPDX-License-Identifier: GPL-3.0-or-later
// The search for the answer among the densities. Its words are in maximum_sentence.c.
#include "common/inference/maximum.h"

static const struct density_term *first_term(const struct density *density,
                                             enum density_verdict verdict)
{
    for (size_t i = 0; i < density->term_count; i++)
        if (density->terms[i].verdict == verdict)
            return &density->terms[i];
    return NULL;
}

struct maximum maximum_of(const struct density *densities, size_t count)
{
    struct maximum maximum = {0};
    size_t holding = 0;
    while (holding < count && densities[holding].verdict == DENSITY_HOLDS)
        holding++;
    if (holding > 0) {
        maximum.best = &densities[holding - 1];
        maximum.guests = maximum.best->guests;
    }
    if (holding == count)
        return maximum;
    maximum.breaking = &densities[holding];
    maximum.next = maximum.breaking->guests;
    maximum.exact = maximum.next == maximum.guests + 1;
    maximum.undecided = maximum.breaking->verdict == DENSITY_UNDECIDED;
    maximum.broken = first_term(maximum.breaking, maximum.breaking->verdict);
    return maximum;
}
