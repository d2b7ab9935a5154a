// SPDX-License-Identifier: GPL-3.0-or-later
// The test of Mann and Whitney, as a tool that does not interleave would use it: only a peer to be
// measured against.
#ifndef FULLHOUSE_TESTS_BENCH_POWER_MANN_WHITNEY_H
#define FULLHOUSE_TESTS_BENCH_POWER_MANN_WHITNEY_H

#include <stddef.h>

// Pairs of which a's is the larger; ties count half.
double mann_whitney_u(const double *a, size_t a_count, const double *b, size_t b_count);

// Two-sided p that both are of one distribution (Mann and Whitney, Annals of Mathematical
// Statistics 18, 1947): exact without ties and with at most 50 of each, else by the normal
// approximation with ties and continuity corrected. NAN where one side is empty.
double mann_whitney_p(const double *a, size_t a_count, const double *b, size_t b_count);

// The same by the approximation, whatever the numbers.
double mann_whitney_p_normal(const double *a, size_t a_count, const double *b, size_t b_count);

#endif
