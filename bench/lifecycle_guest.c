// SPDX-License-Identifier: GPL-3.0-or-later
// What has to be true of a guest before a verb counts as done. How the hypervisor does it is
// platform_verbs.h's business.
#include "bench/lifecycle_guest.h"

#include <errno.h>

#include "bench/guest.h"
#include "bench/guest_ask.h"
#include "bench/platform_verbs.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"

// A guest starved by many others is slow, not dead.
#define PATIENCE_NS (60 * CLOCK_NS_PER_SECOND)
// How long a stopped guest is listened to: one that runs answers within.
#define STILL_NS (20 * CLOCK_NS_PER_MS)
// Between two looks at what takes effect by and by.
#define LOOK_AGAIN_NS (2 * CLOCK_NS_PER_MS)
// Of a module of memory the kernel keeps some to describe the rest.
#define MODULE_LEAST_BYTES (PLATFORM_MODULE_BYTES / 4 * 3)

static uint64_t deadline(void)
{
    return clock_monotonic_ns() + PATIENCE_NS;
}

static int perform(struct lifecycle_guest *life, enum lifecycle_verb verb, struct err *err)
{
    return life->platform->ops->verbs->perform(life->platform, &life->guest->os, verb, err);
}

static int answer(struct lifecycle_guest *life, struct err *err)
{
    return guest_ask(life->guest, false, deadline(), NULL, err);
}

// --- what to wait for ---------------------------------------------------------------------------

// A ping is sent to the stopped guest: it must not answer now, and first thing when it runs again.
static int check_still(struct lifecycle_guest *life, struct err *err)
{
    struct wire_pong pong;
    struct err why = {0};
    int result = guest_ask_begin(life->guest, false, &life->waiting_id, err);
    if (result < 0)
        return result;
    result =
        guest_ask_end(life->guest, life->waiting_id, clock_monotonic_ns() + STILL_NS, &pong, &why);
    if (result == -ETIMEDOUT) {
        err_done(&why);
        return 0;
    }
    if (result == 0)
        return err_host(err, NULL, "it was paused, and answers");
    err_move(err, &why);
    return result;
}

static int answer_waiting(struct lifecycle_guest *life, struct err *err)
{
    struct wire_pong pong;
    return guest_ask_end(life->guest, life->waiting_id, deadline(), &pong, err);
}

static bool has_come(enum lifecycle_verb verb, const struct wire_pong *now,
                     const struct wire_pong *before)
{
    return verb == LIFECYCLE_ADD_VCPU
               ? now->cpus > before->cpus
               : now->memory_bytes >= before->memory_bytes + MODULE_LEAST_BYTES;
}

static int await_census(struct lifecycle_guest *life, enum lifecycle_verb verb,
                        const struct wire_pong *before, struct err *err)
{
    uint64_t deadline_ns = deadline();
    for (;;) {
        struct wire_pong now;
        int result = guest_ask(life->guest, true, deadline(), &now, err);
        if (result < 0 || has_come(verb, &now, before))
            return result;
        if (clock_monotonic_ns() >= deadline_ns)
            return err_host(err, NULL, "the guest does not take up what was plugged in");
        clock_sleep_until_ns(clock_monotonic_ns() + LOOK_AGAIN_NS);
    }
}

static int await_balloon(struct lifecycle_guest *life, enum lifecycle_verb verb, struct err *err)
{
    const struct platform_verbs *verbs = life->platform->ops->verbs;
    uint64_t deadline_ns = deadline();
    int result;
    while ((result = verbs->balloon_is_there(life->platform, &life->guest->os, verb, err)) == 0) {
        if (interrupt_pending())
            return err_interrupted(err);
        if (clock_monotonic_ns() >= deadline_ns)
            return err_host(err, NULL, "the guest's balloon does not follow");
        clock_sleep_until_ns(clock_monotonic_ns() + LOOK_AGAIN_NS);
    }
    return result < 0 ? result : 0;
}

// What belongs to the verb and is timed with it.
static int await(struct lifecycle_guest *life, enum lifecycle_verb verb,
                 const struct wire_pong *before, struct err *err)
{
    switch (verb) {
    case LIFECYCLE_RESUME:
        return answer_waiting(life, err);
    case LIFECYCLE_RESTORE:
    case LIFECYCLE_REVERT:
        guest_reattach(life->guest);
        return answer(life, err);
    case LIFECYCLE_SNAPSHOT:
        return answer(life, err);
    case LIFECYCLE_ADD_VCPU:
    case LIFECYCLE_ADD_MEMORY:
        return await_census(life, verb, before, err);
    case LIFECYCLE_BALLOON_DOWN:
    case LIFECYCLE_BALLOON_UP:
        return await_balloon(life, verb, err);
    default:
        return 0;
    }
}

// What shows that it went well and is not timed.
static int check(struct lifecycle_guest *life, enum lifecycle_verb verb, struct err *err)
{
    if (verb == LIFECYCLE_PAUSE)
        return check_still(life, err);
    return verb == LIFECYCLE_SAVE ? 0 : answer(life, err);
}

static int count_before(struct lifecycle_guest *life, enum lifecycle_verb verb,
                        struct wire_pong *ret_before, struct err *err)
{
    if (verb != LIFECYCLE_ADD_VCPU && verb != LIFECYCLE_ADD_MEMORY)
        return 0;
    int result = guest_ask(life->guest, true, deadline(), ret_before, err);
    if (result == 0 && (ret_before->cpus == 0 || ret_before->memory_bytes == 0))
        return err_host(err, NULL, "its agent does not tell what it has");
    return result;
}

int lifecycle_guest_do(struct lifecycle_guest *life, enum lifecycle_verb verb,
                       struct lifecycle_time *ret_time, struct err *err)
{
    struct wire_pong before = {0};
    struct lifecycle_time time;
    int result = count_before(life, verb, &before, err);
    uint64_t began_ns = clock_monotonic_ns();
    if (result == 0)
        result = perform(life, verb, err);
    time.call_ns = clock_monotonic_ns() - began_ns;
    if (result == 0)
        result = await(life, verb, &before, err);
    time.whole_ns = lifecycle_words[verb].has_call ? clock_monotonic_ns() - began_ns : time.call_ns;
    if (result == 0)
        result = check(life, verb, err);
    if (result == 0)
        *ret_time = time;
    return result;
}

bool lifecycle_guest_is_alive(struct lifecycle_guest *life)
{
    return life->guest->os.channel_fd >= 0 && answer(life, NULL) == 0;
}
