// SPDX-License-Identifier: GPL-3.0-or-later
// Rounds, each shuffled (Fisher and Yates) among those who are still there.
#include "bench/turns.h"

// Unlike any stream that steps draw from the same seed.
static const uint64_t STREAM = UINT64_C(0x7475726e73);

void turns_init(struct turns *turns, size_t count, uint64_t seed)
{
    *turns = (struct turns){.count = count < TURNS_MAX ? count : TURNS_MAX};
    rng_init(&turns->rng, rng_derive(seed, STREAM));
}

static void begin_round(struct turns *turns)
{
    turns->next = turns->order_count = 0;
    for (size_t i = 0; i < turns->count; i++)
        if (!turns->has_left[i])
            turns->order[turns->order_count++] = i;
    for (size_t i = turns->order_count; i > 1; i--) {
        size_t other = rng_below(&turns->rng, i);
        size_t kept = turns->order[i - 1];
        turns->order[i - 1] = turns->order[other];
        turns->order[other] = kept;
    }
}

void turns_catch_up(struct turns *turns, const size_t *made)
{
    size_t most = 0;
    for (size_t i = 0; i < turns->count; i++)
        if (!turns->has_left[i] && made[i] > most)
            most = made[i];
    turns->next = turns->order_count = 0;
    for (size_t i = 0; i < turns->count; i++)
        if (!turns->has_left[i] && made[i] < most)
            turns->order[turns->order_count++] = i;
}

int turns_next(struct turns *turns)
{
    while (turns->next < turns->order_count && turns->has_left[turns->order[turns->next]])
        turns->next++;
    if (turns->next == turns->order_count)
        begin_round(turns);
    return turns->order_count ? (int)turns->order[turns->next++] : -1;
}

void turns_leave(struct turns *turns, size_t index)
{
    if (index < turns->count)
        turns->has_left[index] = true;
}
