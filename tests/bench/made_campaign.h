// SPDX-License-Identifier: GPL-3.0-or-later
// Made-up steps with a known truth: how much a boot, a guest and a window differ from their like is
// known, and so is what the ladder's densities do to latency and throughput. All on the logarithm,
// normal.
#ifndef FULLHOUSE_TESTS_BENCH_MADE_CAMPAIGN_H
#define FULLHOUSE_TESTS_BENCH_MADE_CAMPAIGN_H

#include <stdint.h>

struct step_record;

struct made_noise {
    const char *name;
    double boot, guest, window; // standard deviations of the logarithm
    double growth;              // added to the factor by which they grow, for each guest more
};

struct made_campaign {
    struct made_noise noise;
    double slope;        // p99 of N guests is 1 + slope * (N - 1) times that of one, without noise
    uint32_t windows;    // measured, of a step
    uint32_t operations; // of which a window's latency is known
    uint64_t seed;
};

// p99 inflation at N guests: of all operations of all boots that there could be.
double made_campaign_inflation(const struct made_campaign *campaign, uint32_t guests);

// Throughput a guest over that of one alone, in the mean of all boots that there could be.
double made_campaign_retained(const struct made_campaign *campaign, uint32_t guests);

// A finished ladder step. The same seed, density and repeat give the same. Release with
// step_record_done.
void made_campaign_step(const struct made_campaign *campaign, uint32_t guests, uint32_t repeat,
                        struct step_record *ret_step);

#endif
