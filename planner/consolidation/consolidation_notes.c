// SPDX-License-Identifier: GPL-3.0-or-later
// What to know before one believes the answer: what was guessed, what nobody knows, what may
// differ.
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/units.h"
#include "planner/consolidation/consolidation.h"
#include "planner/consolidation/consolidation_words.h"

static void add(struct consolidation *consolidation, char *note)
{
    consolidation->notes = alloc_resized(consolidation->notes, consolidation->note_count + 1,
                                         sizeof *consolidation->notes);
    consolidation->notes[consolidation->note_count++] = note;
}

static void add_all(struct consolidation *consolidation, char *const *notes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add(consolidation, alloc_copy(notes[i]));
}

// --- traces --------------------------------------------------------------------------------------

static const double A_WEEK_HOURS = 7 * 24;

static void note_traces(struct consolidation *consolidation)
{
    const struct consolidation_risk *risk = &consolidation->risk;
    const struct risk *after = &risk->after_judged;
    char hours[UNITS_TEXT_SIZE], share[UNITS_TEXT_SIZE];
    if (consolidation->estate.windows == 0) {
        add(consolidation,
            alloc_copy("There are no traces of CPU use: how often a host is asked for "
                       "more than it has is not known."));
        return;
    }
    if (after->guests_traced < 1)
        add(consolidation,
            alloc_printf("%s of the guests have a trace; the others are taken at their "
                         "mean all the time.",
                         units_format_share(share, after->guests_traced)));
    if (!risk->is_judged_apart)
        add(consolidation, alloc_copy("The plan is judged on the very hours that it was made on: "
                                      "plan-share: 50% keeps half of them to judge it."));
    double all = (double)consolidation->estate.windows * consolidation->estate.window_s / 3600;
    if (all < A_WEEK_HOURS)
        add(consolidation, alloc_printf("The traces are of %s: what weeks, month ends and seasons "
                                        "bring is not in them.",
                                        units_format_duration_ns(hours, all * 3600e9)));
}

static void note_risk(struct consolidation *consolidation)
{
    const struct risk *after = &consolidation->risk.after_judged;
    if (after->guests_unknown > 0)
        add(consolidation,
            alloc_printf("Of %zu guest%s nobody knows what CPU they take: load, energy "
                         "and risk leave them out.",
                         after->guests_unknown, after->guests_unknown == 1 ? "" : "s"));
    if (isnan(after->kwh))
        add(consolidation, alloc_copy("Watts are not known of every host that is on: no energy is "
                                      "told (column watts)."));
    if (after->p99_is_at_least)
        add(consolidation, alloc_copy("Some hosts are loaded beyond what bench measured: latency "
                                      "there is at least what is told."));
}

// --- moves ---------------------------------------------------------------------------------------

static void note_moves(struct consolidation *consolidation)
{
    size_t endless = 0;
    for (size_t i = 0; i < consolidation->moves.count; i++)
        endless += consolidation->moves.list[i].kind == MOVE_MIGRATE &&
                   !consolidation->moves.list[i].converges;
    if (endless > 0)
        add(consolidation,
            alloc_printf("%zu migration%s may not end by %s: memory is written "
                         "faster than it is sent; more bandwidth, a longer pause or "
                         "--auto-converge helps.",
                         endless, endless == 1 ? "" : "s", endless == 1 ? "itself" : "themselves"));
    if (consolidation->moves.migrations > 0 &&
        consolidation->request->moves.dirty_bytes_hz.origin == ORIGIN_GUESSED)
        add(consolidation,
            alloc_copy("How fast guests write their memory is guessed where no guest "
                       "says it (column dirty-rate): times have that in their "
                       "intervals."));
    if (consolidation->target.was_cut_short)
        add(consolidation, alloc_copy(consolidation->target.is_optimal
                                          ? "The search ended by its time: more seconds may find a "
                                            "way with fewer moves."
                                          : "The search ended by its time: more seconds may find a "
                                            "better plan or a better bound."));
}

void consolidation_fill_notes(struct consolidation *consolidation)
{
    note_traces(consolidation);
    note_risk(consolidation);
    note_moves(consolidation);
    add_all(consolidation, consolidation->amounts.notes, consolidation->amounts.note_count);
    add_all(consolidation, consolidation->estate.notes, consolidation->estate.note_count);
}
