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
    for (size_t i = holding; i < count && !maximum.failing; i++)
        if (densities[i].verdict == DENSITY_FAILS)
            maximum.failing = &densities[i];
    maximum.broken = first_term(maximum.breaking, maximum.breaking->verdict);
    return maximum;
}

void maximum_note_end(struct maximum *maximum, const char *ended)
{
    maximum->ended = ended;
}

static bool was_measured(const struct step_record *steps, size_t count, uint32_t guests)
{
    for (size_t i = 0; i < count; i++)
        if (steps[i].kind == RECORD_STEP_LADDER && step_record_units(&steps[i]) == guests &&
            steps[i].state == RECORD_DONE)
            return true;
    return false;
}

// The smaller of two, where one may not be there yet.
static const struct step_record *smaller(const struct step_record *known,
                                         const struct step_record *step)
{
    return !known || step_record_units(step) < step_record_units(known) ? step : known;
}

void maximum_note_limits(struct maximum *maximum, const struct step_record *steps, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct step_record *step = &steps[i];
        if (step->kind != RECORD_STEP_LADDER || step_record_units(step) <= maximum->guests)
            continue;
        if (step->state == RECORD_REFUSED)
            maximum->refused = smaller(maximum->refused, step);
        if (step->state == RECORD_FAILED && !was_measured(steps, count, step_record_units(step)))
            maximum->lost = smaller(maximum->lost, step);
    }
}
