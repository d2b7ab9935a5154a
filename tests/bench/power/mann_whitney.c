// SPDX-License-Identifier: GPL-3.0-or-later
// Counts, by the recurrence of Mann and Whitney's section 4, or approximates.
#include "tests/bench/power/mann_whitney.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

enum { EXACT_MOST = 50 };

double mann_whitney_u(const double *a, size_t a_count, const double *b, size_t b_count)
{
    double u = 0;
    for (size_t i = 0; i < a_count; i++)
        for (size_t j = 0; j < b_count; j++)
            u += a[i] > b[j] ? 1 : a[i] == b[j] ? 0.5 : 0;
    return u;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// The sum of t^3 - t over groups of equal numbers.
static double ties_of(const double *a, size_t a_count, const double *b, size_t b_count)
{
    size_t count = a_count + b_count;
    scope_free double *all = alloc_zeroed(count, sizeof *all);
    double ties = 0;
    memcpy(all, a, a_count * sizeof *all);
    memcpy(all + a_count, b, b_count * sizeof *all);
    qsort(all, count, sizeof *all, by_value);
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && all[next] == all[i];)
            next++;
        double t = (double)(next - i);
        ties += t * t * t - t;
    }
    return ties;
}

double mann_whitney_p_normal(const double *a, size_t a_count, const double *b, size_t b_count)
{
    double m = (double)a_count, n = (double)b_count, all = m + n;
    double off = fabs(mann_whitney_u(a, a_count, b, b_count) - m * n / 2) - 0.5;
    double ties = ties_of(a, a_count, b, b_count);
    double variance = m * n / 12 * (all + 1 - ties / (all * (all - 1)));
    if (variance <= 0)
        return 1;
    return off <= 0 ? 1 : erfc(off / sqrt(2 * variance));
}

// ways[u]: of so many orders of m and n numbers as have that U, built up one of m at a time by
// Gauss' product (1 - q^(n+1)) ... (1 - q^(n+m)) / ((1 - q) ... (1 - q^m)).
static double *count_ways(size_t m, size_t n)
{
    size_t top = m * n;
    double *ways = alloc_zeroed(top + 1, sizeof *ways);
    ways[0] = 1;
    for (size_t i = 1; i <= m; i++) {
        for (size_t u = top; u >= n + i; u--)
            ways[u] -= ways[u - n - i];
        for (size_t u = i; u <= top; u++)
            ways[u] += ways[u - i];
    }
    return ways;
}

static double exact(double u, size_t m, size_t n)
{
    scope_free double *ways = count_ways(m, n);
    size_t top = m * n, smaller = (size_t)fmin(u, (double)top - u);
    double tail = 0, all = 0;
    for (size_t i = 0; i <= top; i++) {
        all += ways[i];
        tail += i <= smaller ? ways[i] : 0;
    }
    return fmin(1, 2 * tail / all);
}

double mann_whitney_p(const double *a, size_t a_count, const double *b, size_t b_count)
{
    if (a_count == 0 || b_count == 0)
        return NAN;
    bool is_small = a_count <= EXACT_MOST && b_count <= EXACT_MOST;
    if (!is_small || ties_of(a, a_count, b, b_count) > 0)
        return mann_whitney_p_normal(a, a_count, b, b_count);
    return exact(mann_whitney_u(a, a_count, b, b_count), a_count, b_count);
}
