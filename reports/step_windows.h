// SPDX-License-Identifier: GPL-3.0-or-later
// The windows of a step's guests on one time axis: a row a guest, a column a window. Windows have
// no time of their own; guests begin together and their windows follow each other without a gap.
#ifndef FULLHOUSE_REPORTS_STEP_WINDOWS_H
#define FULLHOUSE_REPORTS_STEP_WINDOWS_H

#include <stddef.h>

struct step_record;

// Zero-initialise; release with step_windows_done.
struct step_windows {
    size_t guests, windows;
    double *ends_s;        // of each window, mean over guests; 0 is where the measured ones begin
    double from_s, to_s;   // begin of the first and end of the last one
    double *throughput_hz; // of guest g in window w: [g * windows + w]; NAN where it told none
};

// Of warm-up and measured windows; all streams of a guest together. No guest: no windows.
void step_windows_init(struct step_windows *windows, const struct step_record *step);
double step_windows_hz(const struct step_windows *windows, size_t guest, size_t window);
void step_windows_done(struct step_windows *windows);
#define scope_step_windows __attribute__((cleanup(step_windows_done)))

#endif
