// SPDX-License-Identifier: GPL-3.0-or-later
// What a run tells its audience while it goes on. The harness prints nothing itself.
#ifndef FULLHOUSE_BENCH_OBSERVER_H
#define FULLHOUSE_BENCH_OBSERVER_H

#include <stdint.h>

struct step_record;

// What a step does now.
enum observer_phase {
    OBSERVER_BOOT,    // done of total guests have said hello
    OBSERVER_PREPARE, // their working sets are made
    OBSERVER_WARMUP,  // done windows so far, total at the most
    OBSERVER_MEASURE, // done of total windows
    OBSERVER_TEARDOWN,
};

// Every function may be NULL; all are called on the thread that runs the run.
struct observer {
    void *context;
    // A sentence people should see: a fallback, a wait, a refused step.
    void (*say)(void *context, const char *text);
    // who: the platform under way where several take turns, "" else. left_ns: estimate for
    // everything that is left, 0 where there is none yet.
    void (*step_begin)(void *context, const char *who, const char *what, uint32_t guests,
                       uint32_t repeat, uint64_t left_ns);
    void (*step_phase)(void *context, enum observer_phase phase, uint32_t done, uint32_t total);
    // verdict is the density's as it stands now, or "". gave_out: the host's resource that gave out
    // first in the step, by the rules of saturation.h; "" for none, or none that is known.
    void (*step_end)(void *context, const struct step_record *step, const char *verdict,
                     const char *gave_out);
};

void observer_say(const struct observer *observer, const char *text);
void observer_step_phase(const struct observer *observer, enum observer_phase phase, uint32_t done,
                         uint32_t total);

#endif
