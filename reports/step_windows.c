// SPDX-License-Identifier: GPL-3.0-or-later
// Lengths of windows, added up, are the times at which they end.
#include "reports/step_windows.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"
#include "common/model/record.h"

// What comes after the measured windows is the end of the load, cut off anywhere.
static bool is_counted(const struct step_record *step, const struct window_record *window)
{
    return window->measured || window->index < step->warmup_windows;
}

static size_t count_windows(const struct step_record *step)
{
    size_t count = 0;
    for (size_t g = 0; g < step->guest_count; g++)
        for (size_t i = 0; i < step->guest_list[g].window_count; i++) {
            const struct window_record *window = &step->guest_list[g].windows[i];
            if (is_counted(step, window) && window->index >= count)
                count = (size_t)window->index + 1;
        }
    return count;
}

// A guest's clock may run a little faster than the host's.
static double host_seconds(const struct guest_record *guest, const struct window_record *window)
{
    double rate = guest->clock_rate > 0 ? guest->clock_rate : 1;
    return (double)window->duration_ns / (double)CLOCK_NS_PER_SECOND / rate;
}

static void add_guest(struct step_windows *windows, const struct step_record *step, size_t g,
                      double *lengths_s, size_t *told)
{
    const struct guest_record *guest = &step->guest_list[g];
    double *row = &windows->throughput_hz[g * windows->windows];
    for (size_t i = 0; i < guest->window_count; i++) {
        const struct window_record *window = &guest->windows[i];
        double seconds = host_seconds(guest, window);
        if (!is_counted(step, window) || seconds <= 0)
            continue;
        double hz = (double)window->operations / seconds;
        row[window->index] = isnan(row[window->index]) ? hz : row[window->index] + hz;
        lengths_s[window->index] += seconds;
        told[window->index]++;
    }
}

static void lay_ends(struct step_windows *windows, const struct step_record *step,
                     const double *lengths_s, const size_t *told)
{
    double at_s = 0, warmup_s = 0;
    for (size_t w = 0; w < windows->windows; w++) {
        at_s += told[w] ? lengths_s[w] / (double)told[w] : 0;
        windows->ends_s[w] = at_s;
        if (w < step->warmup_windows)
            warmup_s = at_s;
    }
    for (size_t w = 0; w < windows->windows; w++)
        windows->ends_s[w] -= warmup_s;
    windows->from_s = -warmup_s;
    windows->to_s = at_s - warmup_s;
}

void step_windows_init(struct step_windows *windows, const struct step_record *step)
{
    *windows = (struct step_windows){.windows = count_windows(step)};
    if (windows->windows == 0)
        return;
    windows->guests = step->guest_count;
    windows->ends_s = alloc_zeroed(windows->windows, sizeof *windows->ends_s);
    windows->throughput_hz =
        alloc_zeroed(windows->guests * windows->windows, sizeof *windows->throughput_hz);
    for (size_t i = 0; i < windows->guests * windows->windows; i++)
        windows->throughput_hz[i] = NAN;
    scope_free double *lengths_s = alloc_zeroed(windows->windows, sizeof *lengths_s);
    scope_free size_t *told = alloc_zeroed(windows->windows, sizeof *told);
    for (size_t g = 0; g < windows->guests; g++)
        add_guest(windows, step, g, lengths_s, told);
    lay_ends(windows, step, lengths_s, told);
}

double step_windows_hz(const struct step_windows *windows, size_t guest, size_t window)
{
    return windows->throughput_hz[guest * windows->windows + window];
}

void step_windows_done(struct step_windows *windows)
{
    free(windows->ends_s);
    free(windows->throughput_hz);
    *windows = (struct step_windows){0};
}
