// SPDX-License-Identifier: GPL-3.0-or-later
// Counts, and sentences out of them.
#include "planner/amount/amount_guess.h"

#include <stdarg.h>
#include <stdio.h>

#include "common/base/alloc.h"
#include "planner/amount/amounts.h"

void amount_guess(struct amount_guesses *guesses, enum amount_guess which, const char *guest)
{
    if (guesses->count[which]++ == 0)
        guesses->first[which] = guest;
}

static void add_note(struct amounts *amounts, char *note)
{
    amounts->notes = alloc_resized(amounts->notes, amounts->note_count + 1, sizeof *amounts->notes);
    amounts->notes[amounts->note_count++] = note;
}

void amounts_note(struct amounts *amounts, const char *format, ...)
{
    char *note = NULL;
    va_list arguments;
    va_start(arguments, format);
    int length = vasprintf(&note, format, arguments);
    va_end(arguments);
    add_note(amounts, length < 0 ? alloc_copy(format) : note);
}

void amount_guesses_tell(const struct amount_guesses *guesses, struct amounts *amounts)
{
    static const char *const words[][2] = {
#define X(name, one, several) {one, several},
        AMOUNT_GUESSES(X)
#undef X
    };
    for (int g = 0; g < AMOUNT_GUESS_COUNT; g++) {
        if (guesses->count[g] == 1)
            amounts_note(amounts, "%s %s", guesses->first[g], words[g][0]);
        if (guesses->count[g] > 1)
            amounts_note(amounts, "%zu guests (%s, ...) %s", guesses->count[g], guesses->first[g],
                         words[g][1]);
    }
}
