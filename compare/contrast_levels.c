// SPDX-License-Identifier: GPL-3.0-or-later
// Windows of a side's boots gathered, each with its guest and its boot.
#include "compare/contrast_levels.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "compare/measure_boot.h"

struct gathered {
    struct variance_value *values;
    size_t count, capacity;
    uint32_t boots;
};

static void add_window(struct gathered *gathered, const struct window_record *window,
                       uint32_t guest)
{
    if (!window->measured || window->operations == 0)
        return;
    if (gathered->count == gathered->capacity) {
        gathered->capacity = gathered->capacity ? 2 * gathered->capacity : 64;
        gathered->values =
            alloc_resized(gathered->values, gathered->capacity, sizeof *gathered->values);
    }
    gathered->values[gathered->count++] = (struct variance_value){
        .boot = gathered->boots,
        .guest = guest,
        .value = (double)window->operations * 1e9 / (double)window->duration_ns,
    };
}

static void add_boot(struct gathered *gathered, const struct step_record *step)
{
    size_t before = gathered->count;
    for (size_t g = 0; g < step->guest_count; g++)
        for (size_t w = 0;
             step->guest_list[g].state == RECORD_DONE && w < step->guest_list[g].window_count; w++)
            add_window(gathered, &step->guest_list[g].windows[w], (uint32_t)g);
    gathered->boots += gathered->count > before;
}

struct variance_levels contrast_levels_of(const struct side *side, uint32_t guests)
{
    struct gathered gathered = {0};
    for (size_t r = 0; r < side->run_count; r++)
        for (size_t s = 0; s < side->runs[r].step_count; s++) {
            const struct step_record *step = &side->runs[r].steps[s];
            if (measure_boot_counts(step) && measure_boot_has_sound_clocks(step) &&
                step_record_units(step) == guests)
                add_boot(&gathered, step);
        }
    struct variance_levels levels = gathered.count > 0
                                        ? variance_levels_of(gathered.values, gathered.count)
                                        : contrast_levels_none();
    free(gathered.values);
    return levels;
}

struct variance_levels contrast_levels_none(void)
{
    return (struct variance_levels){
        .boots = NAN, .guests = NAN, .windows = NAN, .guests_mean = NAN, .windows_mean = NAN};
}
