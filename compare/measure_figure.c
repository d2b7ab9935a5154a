// SPDX-License-Identifier: GPL-3.0-or-later
// Medians of guests, and their mean.
#include "compare/measure_figure.h"

#include <math.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/stats/summary.h"

// What the host saw of a guest's process is a measure of the table.
static bool is_told_by_a_guest(const struct figure_record *figure)
{
    return figure->guest >= 0 && strcmp(figure->name, RECORD_FIGURE_WAKEUPS) != 0 &&
           strcmp(figure->name, RECORD_FIGURE_ACCIDENT) != 0;
}

bool measure_figure_is_first(const struct step_record *step, size_t at)
{
    if (!is_told_by_a_guest(&step->figures[at]))
        return false;
    for (size_t i = 0; i < at; i++)
        if (is_told_by_a_guest(&step->figures[i]) &&
            strcmp(step->figures[i].name, step->figures[at].name) == 0)
            return false;
    return true;
}

// The median of what one guest told; scratch has room for all of the step's figures.
static size_t gather(const struct step_record *step, uint32_t guest, const char *name,
                     double *scratch)
{
    size_t count = 0;
    for (size_t i = 0; i < step->figure_count; i++)
        if (step->figures[i].guest == (int64_t)guest && strcmp(step->figures[i].name, name) == 0)
            scratch[count++] = step->figures[i].value;
    return count;
}

static double median(const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!isfinite(values[i]))
            return NAN;
    return summary_quantile(values, count, 0.5);
}

double measure_figure_of_step(const struct step_record *step, const char *name)
{
    scope_free double *scratch = alloc_zeroed(step->figure_count + 1, sizeof *scratch);
    double sum = 0;
    size_t tellers = 0;
    for (size_t g = 0; g < step->guest_count; g++) {
        const struct guest_record *guest = &step->guest_list[g];
        size_t count = guest->state == RECORD_DONE ? gather(step, guest->index, name, scratch) : 0;
        if (count == 0)
            continue;
        sum += median(scratch, count);
        tellers++;
    }
    return tellers > 0 ? sum / (double)tellers : NAN;
}
