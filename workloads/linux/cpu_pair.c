// SPDX-License-Identifier: GPL-3.0-or-later
// sched_setaffinity(2) and arithmetic. The workers' threads end with the load, so that nothing has
// to be undone.
#include "workloads/linux/cpu_pair.h"

#include <errno.h>
#include <sched.h>
#include <stdint.h>

#include "common/base/err.h"
#include "workloads/linux/place.h"
#include "workloads/linux/settings.h"

// The CPU that is number `index` of the set, counted from 0.
static int cpu_at(const cpu_set_t *set, uint32_t index)
{
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
        if (CPU_ISSET(cpu, set) && index-- == 0)
            return cpu;
    return CPU_PAIR_ANY;
}

int cpu_pair_choose(const struct home_place *home, enum cpu_place automatic,
                    struct cpu_pair *ret_pair)
{
    enum cpu_place place = (enum cpu_place)settings_number(home->settings, "place");
    cpu_set_t set;
    uint32_t count;

    if (place == CPU_PLACE_AUTO)
        place = automatic;
    if (place == CPU_PLACE_ANY) {
        *ret_pair = (struct cpu_pair){CPU_PAIR_ANY, CPU_PAIR_ANY};
        return 0;
    }
    if (sched_getaffinity(0, sizeof set, &set) < 0)
        return err_system(home->err, errno, "asking for this process's CPUs");
    count = (uint32_t)CPU_COUNT(&set);
    if (place == CPU_PLACE_OTHER && count < 2)
        return err_host(home->err, NULL, "place=other wants two CPUs, and one is here");
    ret_pair->own = cpu_at(&set, home->thread % count);
    ret_pair->partner =
        place == CPU_PLACE_SAME ? ret_pair->own : cpu_at(&set, (home->thread + 1) % count);
    return 0;
}

int cpu_pair_stand(int cpu)
{
    cpu_set_t set;

    if (cpu == CPU_PAIR_ANY)
        return 0;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    return sched_setaffinity(0, sizeof set, &set) < 0 ? -errno : 0;
}
