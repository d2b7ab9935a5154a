// SPDX-License-Identifier: GPL-3.0-or-later
// Random numbers: the published sequences, no bias, streams that differ.
#include "common/base/rng.h"

#include <criterion/criterion.h>

// The first outputs of the authors' xoshiro256starstar.c from the state {1, 2, 3, 4}.
Test(base_rng, gives_the_reference_sequence)
{
    static const uint64_t expected[] = {
        UINT64_C(11520),
        UINT64_C(0),
        UINT64_C(1509978240),
        UINT64_C(1215971899390074240),
        UINT64_C(1216172134540287360),
        UINT64_C(607988272756665600),
        UINT64_C(16172922978634559625),
        UINT64_C(8476171486693032832),
        UINT64_C(10595114339597558777),
        UINT64_C(2904607092377533576),
    };
    struct rng rng = {{1, 2, 3, 4}};
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
        cr_assert_eq(rng_next(&rng), expected[i], "output %zu", i);
}

// The authors' splitmix64.c from the seed 1477776061723855037.
Test(base_rng, gives_the_reference_seeding)
{
    static const uint64_t expected[] = {
        UINT64_C(1985237415132408290),  UINT64_C(2979275885539914483),
        UINT64_C(13511426838097143398), UINT64_C(8488337342461049707),
        UINT64_C(15141737807933549159),
    };
    uint64_t state = UINT64_C(1477776061723855037);
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
        cr_assert_eq(rng_splitmix64(&state), expected[i], "output %zu", i);
}

Test(base_rng, is_seeded_through_splitmix64)
{
    struct rng rng;
    uint64_t state = 42;
    rng_init(&rng, 42);
    for (int i = 0; i < 4; i++)
        cr_assert_eq(rng.state[i], rng_splitmix64(&state));
}

Test(base_rng, never_starts_from_the_dead_state)
{
    struct rng rng;
    rng_init(&rng, 0);
    cr_assert(rng.state[0] || rng.state[1] || rng.state[2] || rng.state[3]);
}

Test(base_rng, derives_distinct_streams)
{
    enum { SEEDS = 20, STREAMS = 50, ALL = SEEDS * STREAMS };
    uint64_t derived[ALL];
    for (uint64_t seed = 0; seed < SEEDS; seed++)
        for (uint64_t stream = 0; stream < STREAMS; stream++)
            derived[seed * STREAMS + stream] = rng_derive(seed, stream);
    for (int i = 0; i < ALL; i++)
        for (int j = i + 1; j < ALL; j++)
            cr_assert_neq(derived[i], derived[j]);
}

Test(base_rng, stays_below_its_bound)
{
    static const uint64_t bounds[] = {1, 2, 3, 7, 1000, UINT64_C(1) << 63, UINT64_MAX};
    struct rng rng;
    rng_init(&rng, 1);
    for (size_t b = 0; b < sizeof(bounds) / sizeof(bounds[0]); b++)
        for (int i = 0; i < 1000; i++)
            cr_assert_lt(rng_below(&rng, bounds[b]), bounds[b]);
}

// Lemire's method as his paper has it, in 128 bits and with a division.
static uint64_t below_by_the_book(struct rng *rng, uint64_t bound)
{
    unsigned __int128 product = (unsigned __int128)rng_next(rng) * bound;
    while ((uint64_t)product < (0 - bound) % bound)
        product = (unsigned __int128)rng_next(rng) * bound;
    return (uint64_t)(product >> 64);
}

Test(base_rng, rejects_exactly_what_lemire_rejects)
{
    struct rng rng;
    struct rng twin;
    rng_init(&rng, 2);
    rng_init(&twin, 2);
    for (int i = 0; i < 20000; i++) {
        // Bounds of every size, the large ones being those that reject often.
        uint64_t bound = (rng_next(&rng) >> (i % 64)) | 1;
        rng_next(&twin);
        cr_assert_eq(rng_below(&rng, bound), below_by_the_book(&twin, bound), "bound %lu", bound);
        cr_assert_eq(rng.state[0], twin.state[0], "bound %lu", bound);
    }
}

// A bound of 3/4 of 2^64 makes a plain product twice as likely in places: the thirds show it.
Test(base_rng, has_no_modulo_bias)
{
    enum { DRAWS = 60000 };
    const uint64_t bound = UINT64_C(3) << 62;
    int thirds[3] = {0};
    struct rng rng;
    rng_init(&rng, 7);
    for (int i = 0; i < DRAWS; i++)
        thirds[rng_below(&rng, bound) / (UINT64_C(1) << 62)]++;
    // Five standard deviations of a binomial count around a third.
    for (int i = 0; i < 3; i++)
        cr_assert(thirds[i] > DRAWS / 3 - 580 && thirds[i] < DRAWS / 3 + 580, "%d", thirds[i]);
}

// Mean and variance of the uniform.
Test(base_rng, fills_the_unit_interval)
{
    enum { DRAWS = 100000 };
    double sum = 0;
    double squares = 0;
    struct rng rng;
    rng_init(&rng, 3);
    for (int i = 0; i < DRAWS; i++) {
        double unit = rng_unit(&rng);
        cr_assert(unit >= 0 && unit < 1);
        sum += unit;
        squares += unit * unit;
    }
    cr_assert_float_eq(sum / DRAWS, 0.5, 0.005);
    cr_assert_float_eq(squares / DRAWS, 1.0 / 3, 0.005);
}
