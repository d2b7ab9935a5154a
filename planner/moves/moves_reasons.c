// SPDX-License-Identifier: GPL-3.0-or-later
// Reorders by doing it all once more; where that goes wrong the order stays as it was.
#include "planner/moves/moves_reasons.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/moves/moves_state.h"

static bool is_mend(const struct moves_state *state, const struct moves_step *step)
{
    return state->is_broken[step->guest] && step->from == state->start[step->guest];
}

static enum move_reason reason_of(const struct moves_state *state, const struct moves_step *step)
{
    if (is_mend(state, step))
        return MOVE_REPAIR;
    bool is_way_back = state->start[step->guest] == state->goal[step->guest];
    return step->to != state->goal[step->guest] || is_way_back ? MOVE_BYPASS : MOVE_CONSOLIDATE;
}

// Some step that mends comes after one that does not.
static bool is_disordered(const struct moves_state *state)
{
    bool has_other = false;
    for (size_t s = 0; s < state->steps.count; s++) {
        bool mends = is_mend(state, &state->steps.list[s]);
        if (mends && has_other)
            return true;
        has_other |= !mends;
    }
    return false;
}

static bool redo(struct moves_state *state, const struct moves_step *step)
{
    if (state->host[step->guest] != step->from ||
        !moves_state_may(state, (uint32_t)step->guest, step->to))
        return false;
    moves_state_go(state, (uint32_t)step->guest, step->to, step->reason);
    return true;
}

// Those that mend, as long as one of them may be done.
static void mend_first(struct moves_state *state, const struct moves_step *list, size_t count,
                       bool *is_done)
{
    bool has_gone = true;
    while (has_gone) {
        has_gone = false;
        for (size_t s = 0; s < count; s++)
            if (!is_done[s] && is_mend(state, &list[s]) && redo(state, &list[s]))
                has_gone = is_done[s] = true;
    }
}

static bool reorder(struct moves_state *state, const struct moves_step *list, size_t count)
{
    scope_free bool *is_done = alloc_zeroed(count + 1, sizeof(*is_done));
    mend_first(state, list, count, is_done);
    for (size_t s = 0; s < count; s++) {
        if (is_done[s])
            continue;
        if (!redo(state, &list[s]))
            return false;
        is_done[s] = true;
        mend_first(state, list, count, is_done);
    }
    return true;
}

static void repairs_first(struct moves_state *state)
{
    size_t count = state->steps.count;
    scope_free struct moves_step *list = alloc_zeroed(count + 1, sizeof(*list));
    memcpy(list, state->steps.list, count * sizeof(*list));
    moves_state_undo(state, 0);
    if (reorder(state, list, count))
        return;
    moves_state_undo(state, 0);
    for (size_t s = 0; s < count; s++)
        moves_state_go(state, (uint32_t)list[s].guest, list[s].to, list[s].reason);
}

// So many steps are gone through for each of them.
enum { REORDERED_MOST = 2000 };

void moves_reasons_settle(struct moves_state *state)
{
    if (state->steps.count <= REORDERED_MOST && is_disordered(state))
        repairs_first(state);
    for (size_t s = 0; s < state->steps.count; s++)
        state->steps.list[s].reason = reason_of(state, &state->steps.list[s]);
}
