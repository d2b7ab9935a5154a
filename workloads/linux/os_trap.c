// SPDX-License-Identifier: GPL-3.0-or-later
// An instruction that traps to the hypervisor: cpuid always leaves a guest under hardware
// virtualization, and is a few hundred cycles without.
#include <cpuid.h>
#include <errno.h>

#include "workloads/linux/os.h"

struct trap_state {
    unsigned int answer[4];
};

// Leaf 0, maker and highest leaf, is the same on every CPU.
static void ask(unsigned int answer[4])
{
    __cpuid(0, answer[0], answer[1], answer[2], answer[3]);
}

int os_trap_prepare(void *state_, const struct workload_place *place)
{
    struct trap_state *state = state_;

    (void)place;
    ask(state->answer);
    return 0;
}

int os_trap_operate(void *state_)
{
    struct trap_state *state = state_;
    unsigned int differing = 0;

    for (int i = 0; i < OS_TRAPS; i++) {
        unsigned int answer[4];

        ask(answer);
        for (int j = 0; j < 4; j++)
            differing |= answer[j] ^ state->answer[j];
    }
    return differing ? -EIO : 0;
}
