// SPDX-License-Identifier: GPL-3.0-or-later
// Private to moves: where guests are while an order of moves is looked for, where each shall be,
// and the moves so far, which can be taken back. Every move is one that room and continuous rules
// allow while its guest is on both hosts.
#ifndef FULLHOUSE_PLANNER_MOVES_MOVES_STATE_H
#define FULLHOUSE_PLANNER_MOVES_MOVES_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/moves/moves_step.h"

struct amounts;
struct estate;
struct rule_set;
struct standing;

struct moves_state {
    const struct estate *estate;
    const struct amounts *amounts;
    const struct rule_set *rules; // NULL: none
    const struct moves_options *options;
    size_t hosts, guests;
    struct standing *standing;    // continuous rules alone
    int32_t *start, *host, *goal; // [guest]
    bool *is_broken;              // [guest] may not be where it was at the start
    bool *broken;                 // [rule] at the start, for rolling before it; NULL without rules
    size_t pending;               // guests that are not at their goal
    size_t astray;                // of these, those that are not at their start either
    double pending_bytes;
    bool leaves_over; // the target has guests without a place
    // The guests of each host as lists, and of each goal as slices of one array.
    int32_t *first, *next, *previous;
    uint32_t *goal_from, *goal_guests; // [host + 1]; goal_guests[goal_from[h]..goal_from[h + 1]-1]
    struct moves_steps steps;
};

// goal: [guest]; copied. The rest must outlive it.
struct moves_state *moves_state_new(const struct estate *estate, const struct amounts *amounts,
                                    const struct rule_set *rules, const int32_t *goal,
                                    const struct moves_options *options);
void moves_state_free(struct moves_state *state);

bool moves_state_is_pending(const struct moves_state *state, uint32_t guest);
// Nothing keeps the guest from the host as all stand now.
bool moves_state_may(struct moves_state *state, uint32_t guest, int32_t host);
// Done whether or not it may be.
void moves_state_go(struct moves_state *state, uint32_t guest, int32_t host,
                    enum move_reason reason);
// Takes the last moves back until there are so many.
void moves_state_undo(struct moves_state *state, size_t steps);
// No rule, continuous or not, is broken that was not broken at the start (of the rolling).
bool moves_state_is_fine(const struct moves_state *state);
// A guest that no detour may use: pinned, shut off, or nowhere.
bool moves_state_is_fixed(const struct moves_state *state, uint32_t guest);

#endif
