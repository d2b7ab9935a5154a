// SPDX-License-Identifier: GPL-3.0-or-later
// The first boot of a density, since which is drawn must not depend on what it looks like.
#include "reports/step_choice.h"

#include <stdbool.h>

#include "reports/document_run.h"

static bool is_measured(const struct step_record *step)
{
    return step->kind == RECORD_STEP_LADDER && step->state == RECORD_DONE && step->measured_ns > 0;
}

static bool find(const struct document_run *run, uint32_t units, size_t *ret_step)
{
    bool is_found = false;
    for (size_t i = 0; i < run->step_count; i++) {
        const struct step_record *step = &run->steps[i];
        if (!is_measured(step) || step_record_units(step) != units ||
            (is_found && run->steps[*ret_step].repeat <= step->repeat))
            continue;
        *ret_step = i;
        is_found = true;
    }
    return is_found;
}

size_t step_choice_of(const struct document_run *run, struct step_choice ret_choices[STEP_CHOICES])
{
    size_t count = 0, step = 0;
    if (run->maximum.guests > 0 && find(run, run->maximum.guests, &step))
        ret_choices[count++] = (struct step_choice){step, "the most that hold", "maximum"};
    if (run->maximum.next > 0 && find(run, run->maximum.next, &step))
        ret_choices[count++] = (struct step_choice){
            step, run->maximum.undecided ? "the next, undecided" : "the next, which breaks",
            "breaking"};
    if (count < STEP_CHOICES && run->density_count > 0 &&
        find(run, run->densities[run->density_count - 1].guests, &step) &&
        (count == 0 || ret_choices[0].step != step))
        ret_choices[count++] = (struct step_choice){step, "the most that were measured", "largest"};
    return count;
}
