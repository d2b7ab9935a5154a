// SPDX-License-Identifier: GPL-3.0-or-later
// The natural logarithm without a libm: the same bits in every home. Private to this folder and its
// tests.
#ifndef FULLHOUSE_WORKLOADS_CORE_LOGARITHM_H
#define FULLHOUSE_WORKLOADS_CORE_LOGARITHM_H

// Of a positive normal number, to a relative error below 1e-15: x = 2^k m with m in [sqrt(1/2),
// sqrt(2)), ln x = k ln 2 + 2 artanh((m - 1) / (m + 1)) by the series of artanh (Abramowitz and
// Stegun 1964, 4.1.27).
double logarithm(double x);

#endif
