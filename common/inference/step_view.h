// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of a run with tiles as one stream of one role sees them: as if its guests were all
// there is, and tiles were what is counted. All that is known of plain runs then holds of it.
#ifndef FULLHOUSE_COMMON_INFERENCE_STEP_VIEW_H
#define FULLHOUSE_COMMON_INFERENCE_STEP_VIEW_H

#include <stddef.h>
#include <stdint.h>

#include "common/model/record.h"
#include "common/model/tile.h"

// Shallow copies: texts and histograms are the records' own.
struct step_view {
    struct step_record *steps;
    size_t count;
};

// steps[i].guests is the number of tiles, its guests are those of the role, their windows and
// figures those of the stream. Where the load is paced rate_hz is what fell due a second; what only
// the whole step knows (the drop in the host's memory) is absent. Steps without such guests are
// left out, unless they have no guests at all (refused ones). Release with step_view_done, before
// the records.
void step_view_init(struct step_view *view, const struct step_record *steps, size_t count,
                    const struct role *role, uint32_t stream);
void step_view_done(struct step_view *view);

#endif
