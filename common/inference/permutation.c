// SPDX-License-Identifier: GPL-3.0-or-later
// Arrangements are counted whose sum is as far from the middle as the one at hand. Values are
// centred first, so that a difference of means is the sum of one side alone.
#include "common/inference/permutation.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "common/base/scope.h"

static const struct permutation unknown = {.p = NAN, .least_p = NAN};

// Sums of the same values in another order differ by rounding; nearer than this they are equal.
static double rounding_of(const double *values, size_t count)
{
    double largest = 0;
    for (size_t i = 0; i < count; i++)
        largest = fmax(largest, fabs(values[i]));
    return 8 * (double)count * DBL_EPSILON * largest;
}

static bool all_finite(const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!isfinite(values[i]))
            return false;
    return true;
}

static const double drawn_least = 1 / (PERMUTATION_DRAWS + 1.0);

// Of draws that went on until there were enough hits, or to the end; then the arrangement at hand
// counts as one.
static double drawn_p(size_t hits, size_t draws)
{
    if (hits >= PERMUTATION_HITS)
        return (double)hits / (double)draws;
    return ((double)hits + 1) * drawn_least;
}

// least: arrangements, as far apart as the one at hand, that there always are.
static struct permutation result_of(double p, double arrangements, double least, bool is_exact)
{
    return (struct permutation){
        .p = p,
        .least_p = is_exact ? least / arrangements : fmax(least / arrangements, drawn_least),
        .is_exact = is_exact,
    };
}

// --- two groups ---------------------------------------------------------------------------------

// The units of both sides; the first `chosen` of them stand for the smaller side.
struct pool {
    double *values; // centred
    size_t count, chosen;
    double reach; // a sum at least so far from 0 counts
};

static double sum_of(const double *values, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return sum;
}

static void pool_fill(struct pool *pool, const double *few, const double *many)
{
    memcpy(pool->values, few, pool->chosen * sizeof *few);
    memcpy(pool->values + pool->chosen, many, (pool->count - pool->chosen) * sizeof *many);
    double rounding = rounding_of(pool->values, pool->count);
    double mean = sum_of(pool->values, pool->count) / (double)pool->count;
    for (size_t i = 0; i < pool->count; i++)
        pool->values[i] -= mean;
    double observed = fabs(sum_of(pool->values, pool->chosen));
    pool->reach = observed - rounding;
}

// How many ways there are to choose; stops growing where it is clear that there are too many.
static double ways_of(size_t count, size_t chosen)
{
    double ways = 1;
    for (size_t i = 1; i <= chosen; i++)
        ways = ways * (double)(count - chosen + i) / (double)i;
    return nearbyint(ways);
}

// The next choice of ascending places; false after the last.
static bool next_choice(size_t *places, size_t chosen, size_t count)
{
    size_t i = chosen;
    while (i > 0 && places[i - 1] == count - chosen + i - 1)
        i--;
    if (i == 0)
        return false;
    places[i - 1]++;
    for (; i < chosen; i++)
        places[i] = places[i - 1] + 1;
    return true;
}

static double p_of_all(const struct pool *pool, double ways)
{
    scope_free size_t *places = alloc_zeroed(pool->chosen, sizeof *places);
    size_t hits = 0;
    for (size_t i = 0; i < pool->chosen; i++)
        places[i] = i;
    do {
        double sum = 0;
        for (size_t i = 0; i < pool->chosen; i++)
            sum += pool->values[places[i]];
        hits += fabs(sum) >= pool->reach;
    } while (next_choice(places, pool->chosen, pool->count));
    return (double)hits / ways;
}

// Each draw shuffles on from the one before (Fisher and Yates), as far as the smaller side goes.
static double p_of_draws(struct pool *pool, uint64_t seed)
{
    struct rng rng;
    size_t hits = 0, draws = 0;
    rng_init(&rng, seed);
    for (; draws < PERMUTATION_DRAWS && hits < PERMUTATION_HITS; draws++) {
        double sum = 0;
        for (size_t i = 0; i < pool->chosen; i++) {
            size_t other = i + rng_below(&rng, pool->count - i);
            double value = pool->values[other];
            pool->values[other] = pool->values[i];
            pool->values[i] = value;
            sum += value;
        }
        hits += fabs(sum) >= pool->reach;
    }
    return drawn_p(hits, draws);
}

struct permutation permutation_of_groups(const double *a, size_t a_count, const double *b,
                                         size_t b_count, uint64_t seed)
{
    bool a_is_few = a_count <= b_count;
    size_t count = a_count + b_count, chosen = a_is_few ? a_count : b_count;
    if (chosen == 0)
        return unknown;
    scope_free double *values = alloc_zeroed(count, sizeof *values);
    struct pool pool = {.values = values, .count = count, .chosen = chosen};
    pool_fill(&pool, a_is_few ? a : b, a_is_few ? b : a);
    double ways = ways_of(count, chosen);
    bool is_exact = ways <= PERMUTATION_ALL;
    bool is_known = all_finite(a, a_count) && all_finite(b, b_count);
    double p = !is_known ? NAN : is_exact ? p_of_all(&pool, ways) : p_of_draws(&pool, seed);
    // Sides of one size can be swapped, which turns the difference round.
    return result_of(p, ways, a_count == b_count ? 2 : 1, is_exact);
}

// --- pairs --------------------------------------------------------------------------------------

static double p_of_signs(const double *differences, size_t count, double reach)
{
    size_t hits = 0;
    for (uint32_t signs = 0; signs < UINT32_C(1) << count; signs++) {
        double sum = 0;
        for (size_t i = 0; i < count; i++)
            sum += signs >> i & 1 ? -differences[i] : differences[i];
        hits += fabs(sum) >= reach;
    }
    return (double)hits / exp2((double)count);
}

static double p_of_drawn_signs(const double *differences, size_t count, double reach, uint64_t seed)
{
    struct rng rng;
    size_t hits = 0, draws = 0;
    rng_init(&rng, seed);
    for (; draws < PERMUTATION_DRAWS && hits < PERMUTATION_HITS; draws++) {
        double sum = 0;
        uint64_t bits = 0;
        for (size_t i = 0; i < count; i++, bits >>= 1) {
            if (i % 64 == 0)
                bits = rng_next(&rng);
            sum += bits & 1 ? -differences[i] : differences[i];
        }
        hits += fabs(sum) >= reach;
    }
    return drawn_p(hits, draws);
}

struct permutation permutation_of_pairs(const double *differences, size_t count, uint64_t seed)
{
    if (count == 0)
        return unknown;
    double ways = exp2((double)count), observed = fabs(sum_of(differences, count));
    double reach = observed - rounding_of(differences, count);
    bool is_exact = ways <= PERMUTATION_ALL, is_known = all_finite(differences, count);
    double p = !is_known  ? NAN
               : is_exact ? p_of_signs(differences, count, reach)
                          : p_of_drawn_signs(differences, count, reach, seed);
    // All turned round is as far from the middle.
    return result_of(p, ways, 2, is_exact);
}
