// SPDX-License-Identifier: GPL-3.0-or-later
// Wake-up of a thread that sleeps on another CPU, or on the same one: the worker wakes its partner
// by futex(2), and the partner says when it ran. Across CPUs this is an interrupt from one to the
// other; for a vCPU that halted, a way out of the guest and back.
#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "workloads/linux/cpu_pair.h"
#include "workloads/linux/os.h"
#include "workloads/linux/place.h"
#include "workloads/linux/rhythm.h"

struct wake_state {
    struct rhythm rhythm;
    struct cpu_pair pair;
    pthread_t partner;
    uint64_t latency_ns;
    _Alignas(64) _Atomic(uint32_t) bed;      // the partner sleeps on it while it is 0
    _Atomic(uint32_t) calls;                 // how often it was woken
    _Alignas(64) _Atomic(uint32_t) answered; // its last call; the worker sleeps on it
    uint64_t ran_ns;                         // when it ran last
};

_Static_assert(sizeof(struct wake_state) <= WORKLOAD_STATE_BYTES, "too large a state");

static long wait_on(_Atomic(uint32_t) *word, uint32_t value)
{
    return syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, NULL, NULL, 0);
}

// How many it woke.
static long wake_one(_Atomic(uint32_t) *word)
{
    return syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static void *partner_main(void *state_)
{
    struct wake_state *state = state_;

    cpu_pair_stand(state->pair.partner);
    while (atomic_load(&state->bed) == 0) {
        uint64_t ran_ns;

        wait_on(&state->bed, 0);
        ran_ns = clock_monotonic_ns();
        // Whatever else ended the sleep is no wake-up.
        if (atomic_load(&state->calls) == atomic_load(&state->answered))
            continue;
        state->ran_ns = ran_ns;
        atomic_store(&state->answered, atomic_load(&state->calls));
        wake_one(&state->answered);
    }
    return NULL;
}

static int start_partner(struct wake_state *state, struct err *err)
{
    int rc = cpu_pair_stand(state->pair.own);
    int code;

    if (rc < 0)
        return err_system(err, -rc, "binding to CPU %d", state->pair.own);
    code = pthread_create(&state->partner, NULL, partner_main, state);
    return code ? err_system(err, code, "starting a partner") : 0;
}

int os_wake_prepare(void *state_, const struct workload_place *place)
{
    const struct home_place *home = place->home;
    struct wake_state *state = state_;
    int rc;

    *state = (struct wake_state){0};
    os_rhythm_init(&state->rhythm, home);
    rc = cpu_pair_choose(home, CPU_PLACE_OTHER, &state->pair);
    return rc < 0 ? rc : start_partner(state, home->err);
}

// Woken is who was asleep: until then the partner is still on its way to bed. The time taken is
// that of the call that woke it.
static uint64_t wake_partner(struct wake_state *state)
{
    uint64_t called_ns = clock_monotonic_ns();

    while (wake_one(&state->bed) != 1) {
        sched_yield();
        called_ns = clock_monotonic_ns();
    }
    return called_ns;
}

// When the partner has answered the call.
static uint64_t wait_for_answer(struct wake_state *state, uint32_t call)
{
    uint32_t answered;

    while ((answered = atomic_load(&state->answered)) != call)
        wait_on(&state->answered, answered);
    return state->ran_ns;
}

int os_wake_operate(void *state_)
{
    struct wake_state *state = state_;
    uint64_t due_ns, called_ns, ran_ns;
    uint32_t call;

    // The pause lets the partner sleep, and its CPU go idle.
    if (rhythm_wait(&state->rhythm, &due_ns) < 0)
        return 0;
    call = atomic_fetch_add(&state->calls, 1) + 1;
    called_ns = wake_partner(state);
    ran_ns = wait_for_answer(state, call);
    // It came by itself between the two.
    if (ran_ns < called_ns)
        ran_ns = called_ns;
    state->latency_ns = ran_ns - called_ns;
    return atomic_load(&state->answered) == call ? 0 : -EIO;
}

uint64_t os_wake_latency_ns(const void *state_)
{
    const struct wake_state *state = state_;

    return state->latency_ns;
}

void os_wake_hurry(void *state_)
{
    struct wake_state *state = state_;

    rhythm_hurry(&state->rhythm);
}

void os_wake_finish(void *state_)
{
    struct wake_state *state = state_;

    // Nobody sleeps on a word that has changed, should it be on its way to bed.
    atomic_store(&state->bed, 1);
    wake_one(&state->bed);
    pthread_join(state->partner, NULL);
}
