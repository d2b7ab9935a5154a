// SPDX-License-Identifier: GPL-3.0-or-later
// Calls what an observer has.
#include "bench/observer.h"

#include <stddef.h>

void observer_say(const struct observer *observer, const char *text)
{
    if (observer && observer->say)
        observer->say(observer->context, text);
}

void observer_step_phase(const struct observer *observer, enum observer_phase phase, uint32_t done,
                         uint32_t total)
{
    if (observer && observer->step_phase)
        observer->step_phase(observer->context, phase, done, total);
}
