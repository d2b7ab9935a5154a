// SPDX-License-Identifier: GPL-3.0-or-later
// One lock for all threads of a load. Where the hypervisor takes the CPU away from who holds it,
// all others wait: with a spin lock they burn their CPUs, with a ticket lock they also wait for
// everyone before them.
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>

#include "common/base/err.h"
#include "workloads/linux/os.h"
#include "workloads/linux/place.h"
#include "workloads/linux/settings.h"

enum {
    CHECK_EVERY = 1024, // operations of one thread
    LINE_BYTES = 64,
};

// What the lock protects: nothing in it is atomic, so that two in it at once would be seen.
struct guarded {
    _Alignas(LINE_BYTES) uint64_t entered;
    uint64_t word;
    _Alignas(LINE_BYTES) uint64_t left;
};

// Zeroed is unlocked, for each of them.
struct lock_shared {
    _Alignas(LINE_BYTES) pthread_mutex_t mutex;
    _Alignas(LINE_BYTES) _Atomic(uint32_t) spin;
    _Alignas(LINE_BYTES) _Atomic(uint32_t) next_ticket;
    _Alignas(LINE_BYTES) _Atomic(uint32_t) served;
    struct guarded guarded;
    _Alignas(LINE_BYTES) _Atomic(struct lock_state *) states; // of all threads, a list
};

struct lock_state {
    struct lock_shared *shared;
    enum os_lock kind;
    uint64_t count;          // under the lock
    struct lock_state *next; // of the list
};

_Static_assert(sizeof(struct lock_state) <= WORKLOAD_STATE_BYTES, "too large a state");

_Static_assert(sizeof(struct lock_shared) <= OS_LOCK_SHARED_BYTES, "too much to share");

static void take_spin(struct lock_shared *shared)
{
    while (atomic_exchange_explicit(&shared->spin, 1, memory_order_acquire))
        while (atomic_load_explicit(&shared->spin, memory_order_relaxed))
            __builtin_ia32_pause();
}

static void take_ticket(struct lock_shared *shared)
{
    uint32_t ticket = atomic_fetch_add_explicit(&shared->next_ticket, 1, memory_order_relaxed);

    while (atomic_load_explicit(&shared->served, memory_order_acquire) != ticket)
        __builtin_ia32_pause();
}

static void take(struct lock_state *state)
{
    if (state->kind == OS_LOCK_MUTEX)
        pthread_mutex_lock(&state->shared->mutex);
    else if (state->kind == OS_LOCK_SPIN)
        take_spin(state->shared);
    else
        take_ticket(state->shared);
}

static void give_back(struct lock_state *state)
{
    struct lock_shared *shared = state->shared;

    if (state->kind == OS_LOCK_MUTEX)
        pthread_mutex_unlock(&shared->mutex);
    else if (state->kind == OS_LOCK_SPIN)
        atomic_store_explicit(&shared->spin, 0, memory_order_release);
    else
        atomic_fetch_add_explicit(&shared->served, 1, memory_order_release);
}

int os_lock_prepare(void *state_, const struct workload_place *place)
{
    struct lock_state *state = state_;

    *state = (struct lock_state){
        .shared = place->home->shared,
        .kind = (enum os_lock)settings_number(place->home->settings, "kind"),
    };
    state->next = atomic_load(&state->shared->states);
    while (!atomic_compare_exchange_weak(&state->shared->states, &state->next, state))
        ;
    return 0;
}

// A linear congruence; the product keeps a compiler from folding the rounds.
static void work(struct guarded *guarded)
{
    uint64_t word = guarded->word;

    for (int i = 0; i < OS_LOCK_ROUNDS; i++) {
        word = word * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        __asm__ volatile("" : "+r"(word));
    }
    guarded->word = word;
}

// Everything that was ever counted, by every thread that is or was there.
static uint64_t sum(const struct lock_shared *shared)
{
    uint64_t total = 0;

    for (const struct lock_state *state = shared->states; state; state = state->next)
        total += state->count;
    return total;
}

// Was left as it was entered by whoever was in it before us; now and then, all of them.
static int pass(struct lock_state *state)
{
    struct guarded *guarded = &state->shared->guarded;
    int rc = guarded->left == guarded->entered ? 0 : -EIO;

    guarded->entered++;
    work(guarded);
    state->count++;
    guarded->left++;
    if (state->count % CHECK_EVERY == 0 && sum(state->shared) != guarded->entered)
        rc = -EIO;
    return rc;
}

int os_lock_operate(void *state_)
{
    struct lock_state *state = state_;
    int rc;

    take(state);
    rc = pass(state);
    give_back(state);
    return rc;
}
