// SPDX-License-Identifier: GPL-3.0-or-later
// Many models to choose from, for tests of what chooses: with all that costs money at its default,
// of two platforms where that matters, and large ones by a seed. Names and prices are invented.
// made_plan.h is for tests of what one of them comes to.
#ifndef FULLHOUSE_TESTS_PLANNER_MADE_MARKET_H
#define FULLHOUSE_TESTS_PLANNER_MADE_MARKET_H

#include <stddef.h>
#include <stdint.h>

#include "planner/curve/capacity.h"
#include "planner/curve/host_option.h"
#include "planner/plan/plan.h"

struct made_market {
    struct plan plan;
    struct capacities capacities;
    struct host_options choices;
};

// Every assumption at its default, but exact; EUR, 1,000 draws, seed 1; one basis: "kvm" on a host
// "ref" of 16 cores; nothing else. Release with made_market_done.
void made_market_init(struct made_market *made);
void made_market_done(struct made_market *made);

struct uncertain made_interval(double value, double low, double high);

// A class of that many guests, all else exact and without growth; guests_a_host of it alone fill
// the reference host's CPUs, and each keeps half a core of it busy. Returns its index.
size_t made_market_class(struct made_market *made, const char *name, double count,
                         double memory_gib, double guests_a_host);

// A model with 2 sockets, threads twice the cores, 1 rack unit, no disks or network to speak of
// (NAN), 50 W idle and 5 W a core at full load, in a straight line. Returns its index.
size_t made_market_model(struct made_market *made, const char *name, uint32_t cores,
                         double memory_gib, double price);

// Every model under every basis, in this order, by its cores: the last step, since options point at
// the models.
void made_market_options(struct made_market *made);

// One basis more of the same measured host, on another platform, that holds factor times as many
// guests. Before made_market_options.
void made_market_platform(struct made_market *made, const char *platform, double factor);

// So many models and classes, every number uncertain that can be; the same for the same seed.
void made_market_random(struct made_market *made, uint64_t seed, size_t models, size_t classes);

#endif
