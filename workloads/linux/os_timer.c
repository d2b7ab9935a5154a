// SPDX-License-Identifier: GPL-3.0-or-later
// How late a sleeper wakes: cyclictest's question, asked as it asks. The timer's slack is the
// worker's business, and is 1 ns.
#include <errno.h>
#include <sched.h>
#include <string.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "workloads/linux/os.h"
#include "workloads/linux/place.h"
#include "workloads/linux/rhythm.h"
#include "workloads/linux/settings.h"

struct timer_state {
    struct rhythm rhythm;
    uint64_t late_ns;
};

static int set_policy(const struct home_place *home)
{
    struct sched_param param = {
        .sched_priority = (int)settings_number(home->settings, "priority"),
    };

    if (settings_number(home->settings, "policy") == OS_POLICY_OTHER)
        return 0;
    if (sched_setscheduler(0, SCHED_FIFO, &param) == 0)
        return 0;
    return err_host(home->err, NULL, "policy=fifo is not allowed here: %s", strerror(errno));
}

// A paced load's pace is the rhythm: the worker has slept until the operation was due.
void os_rhythm_init(struct rhythm *rhythm, const struct home_place *home)
{
    rhythm_init(rhythm, home->paced ? 0 : settings_number(home->settings, "interval"));
}

int os_timer_prepare(void *state_, const struct workload_place *place)
{
    struct timer_state *state = state_;

    *state = (struct timer_state){0};
    os_rhythm_init(&state->rhythm, place->home);
    return set_policy(place->home);
}

int os_timer_operate(void *state_)
{
    struct timer_state *state = state_;
    uint64_t due_ns;

    if (rhythm_wait(&state->rhythm, &due_ns) < 0)
        return 0;
    state->late_ns = clock_monotonic_ns() - due_ns;
    return 0;
}

uint64_t os_timer_latency_ns(const void *state_)
{
    const struct timer_state *state = state_;

    return state->late_ns;
}

void os_timer_hurry(void *state_)
{
    struct timer_state *state = state_;

    rhythm_hurry(&state->rhythm);
}
