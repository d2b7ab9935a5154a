// SPDX-License-Identifier: GPL-3.0-or-later
// The runs of a campaign, or a run alone, as they stood when they stopped.
#include <inttypes.h>
#include <string.h>

#include "bench/resume.h"
#include "bench/run_resume.h"
#include "bench/run_state.h"
#include "common/base/alloc.h"
#include "common/base/err.h"

static bool has_one_platform(const struct resume *resume)
{
    for (size_t i = 1; i < resume->count; i++)
        if (strcmp(resume->runs[i].record.platform, resume->runs[0].record.platform) != 0)
            return false;
    return true;
}

// As campaign_open.c names them: by the platform, and by the guest where platforms have several.
static char *name_run(const struct resume *resume, size_t index)
{
    const struct run_record *record = &resume->runs[index].record;
    bool is_alone = resume->count == 1;
    if (*record->arm)
        return has_one_platform(resume) ? alloc_copy(record->arm)
                                        : alloc_printf("%s, %s", record->platform, record->arm);
    for (size_t i = 0; i < resume->count && !is_alone; i++)
        if (i != index && strcmp(resume->runs[i].record.platform, record->platform) == 0)
            return alloc_printf("%s/%s", record->platform, record->guest_kind);
    return alloc_copy(is_alone ? "" : record->platform);
}

int campaign_begin_resumed(struct campaign *campaign, struct err *err)
{
    struct resume *resume = campaign->options->resume;
    if (resume->count > SCENARIO_ARMS_MAX)
        return err_input(err, "run %" PRId64 " is one of a campaign of %zu, more than there can be",
                         resume->runs[0].record.id, resume->count);
    scenario_copy(&campaign->scenario, &resume->runs[0].scenario);
    campaign->runs = alloc_zeroed(resume->count, sizeof(campaign->runs[0]));
    campaign->run_count = resume->count;
    for (size_t i = 0; i < resume->count; i++) {
        struct run *run = &campaign->runs[i];
        run->past = &resume->runs[i];
        scenario_copy(&run->scenario, &run->past->scenario);
        run_begin(run, campaign);
        campaign_name_arm(campaign, i, run->past->record.arm);
        run->log.who = name_run(resume, i);
        if (run->past->is_over)
            run_resume_keep(run);
    }
    return 0;
}
