// SPDX-License-Identifier: GPL-3.0-or-later
// The answer: the largest density that holds, what breaks above it, and the sentence that says so.
#ifndef FULLHOUSE_COMMON_INFERENCE_MAXIMUM_H
#define FULLHOUSE_COMMON_INFERENCE_MAXIMUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/inference/density.h"

struct maximum {
    uint32_t guests; // largest N that holds with every smaller tried N holding too; 0: none
    uint32_t next;   // smallest tried N above it that does not hold; 0: none was tried
    bool exact;      // next == guests + 1
    const struct density *best;        // the density at guests, borrowed; NULL for none
    const struct density *breaking;    // the density at next, borrowed; NULL when next is 0
    const struct density_term *broken; // its first failing, else undecided, term; NULL when it is
                                       // total throughput that no longer rises
    bool undecided;                    // breaking is undecided, not failing
    const struct density *failing;     // the smallest above it that fails, borrowed, or NULL: the
                                       // largest that holds lies below it
    const struct step_record *refused; // the smallest density above it that was refused, or NULL
    const struct step_record *lost; // the smallest above it in which guests were lost and that was
                                    // never measured, or NULL; both borrowed
    const char *ended; // what ended the search before it was done, borrowed; NULL or "": nothing
};

// densities ascending in N, as density_compute_run gives them.
struct maximum maximum_of(const struct density *densities, size_t count);

// Adds why nothing larger was measured: refused steps and steps that lost guests.
void maximum_note_limits(struct maximum *maximum, const struct step_record *steps, size_t count);

// Adds what ended the search early, as "the budget of 30m ended it"; kept by the caller.
void maximum_note_end(struct maximum *maximum, const char *ended);

// One or two plain sentences as a new string, with the figures and their intervals:
// "This host holds 7 of these guests; the 8th breaks p99: 4.1x solo [3.6x, 4.9x], allowed 3x."
// "This host holds 3 of these tiles; the 4th breaks db/disk's p99: ..."
// "This host holds at least 8 of these guests; more were not measured." and so on for none, for
// undecided, for a gap that was not bisected (6 hold, 8 do not), and for total throughput that no
// longer rises; "This host holds between 7 and 11 of these guests (7 holds, 12 fails; the budget of
// 30m ended it). ..." where it ended early. What a note of limits found follows. Without
// service-level terms it says that only total throughput was judged. emulated adds "under emulation
// (TCG)" so that no such number stands unmarked.
char *maximum_sentence(const struct maximum *maximum, bool emulated);

#endif
