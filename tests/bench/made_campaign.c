// SPDX-License-Identifier: GPL-3.0-or-later
// Latency of an operation is lognormal around that of its window, that around its guest's, that
// around its boot's; what slows one slows the throughput by half as much.
#include "tests/bench/made_campaign.h"

#include <math.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/inference/normal.h"
#include "common/model/record.h"
#include "common/stats/histogram.h"
#include "common/stats/histogram_pack.h"

#define MEDIAN_NS     1e6
#define OPERATIONS_HZ 1e5
// Of one operation.
#define LOG_SPREAD 0.4
// Of the throughput, per guest more: the total still rises.
#define THROUGHPUT_LOSS 0.01
#define QUANTILE_99     2.3263478740408408

static double factor(const struct made_campaign *campaign, uint32_t guests)
{
    return 1 + campaign->noise.growth * (guests - 1);
}

static double slower(const struct made_campaign *campaign, uint32_t guests)
{
    return 1 + campaign->slope * (guests - 1);
}

// Variance of the logarithm of an operation's latency, over everything.
static double variance(const struct made_campaign *campaign, uint32_t guests)
{
    const struct made_noise *noise = &campaign->noise;
    double own =
        noise->boot * noise->boot + noise->guest * noise->guest + noise->window * noise->window;
    return LOG_SPREAD * LOG_SPREAD + own * pow(factor(campaign, guests), 2);
}

double made_campaign_inflation(const struct made_campaign *campaign, uint32_t guests)
{
    double here = sqrt(variance(campaign, guests)), alone = sqrt(variance(campaign, 1));
    return slower(campaign, guests) * exp(QUANTILE_99 * (here - alone));
}

double made_campaign_retained(const struct made_campaign *campaign, uint32_t guests)
{
    // The mean of a lognormal is above its median.
    double here = variance(campaign, guests) / 4, alone = variance(campaign, 1) / 4;
    return exp((here - alone) / 2) / (1 + THROUGHPUT_LOSS * (guests - 1));
}

static struct histogram_pack *make_latency(const struct made_campaign *campaign, struct rng *rng,
                                           double median_ns)
{
    scope_free struct histogram *histogram = alloc_zeroed(1, sizeof(*histogram));
    histogram_reset(histogram);
    for (uint32_t i = 0; i < campaign->operations; i++)
        histogram_record(histogram, (uint64_t)(median_ns * exp(LOG_SPREAD * normal_draw(rng))));
    return histogram_pack(histogram);
}

// log_slow: of its boot.
static void make_guest(const struct made_campaign *campaign, uint32_t guests, double log_slow,
                       struct rng *rng, struct guest_record *guest)
{
    const struct made_noise *noise = &campaign->noise;
    double growth = factor(campaign, guests), loss = 1 + THROUGHPUT_LOSS * (guests - 1);
    log_slow += growth * noise->guest * normal_draw(rng);
    for (uint32_t i = 0; i < campaign->windows; i++) {
        double slow = exp(log_slow + growth * noise->window * normal_draw(rng));
        uint64_t operations = (uint64_t)(OPERATIONS_HZ / loss / sqrt(slow));
        const struct window_record window = {
            .index = i,
            .measured = true,
            .duration_ns = CLOCK_NS_PER_SECOND,
            .operations = operations,
            .due = operations,
            .histogram = make_latency(campaign, rng, MEDIAN_NS * slow * slower(campaign, guests)),
        };
        guest_record_add_window(guest, &window);
    }
}

void made_campaign_step(const struct made_campaign *campaign, uint32_t guests, uint32_t repeat,
                        struct step_record *ret_step)
{
    struct rng rng;
    rng_init(&rng, rng_derive(campaign->seed, ((uint64_t)guests << 32) + repeat));
    step_record_init(ret_step);
    ret_step->kind = RECORD_STEP_LADDER;
    ret_step->guests = guests;
    ret_step->repeat = repeat;
    ret_step->state = RECORD_DONE;
    ret_step->guest_list = alloc_zeroed(guests, sizeof(*ret_step->guest_list));
    ret_step->guest_count = guests;
    double log_slow = factor(campaign, guests) * campaign->noise.boot * normal_draw(&rng);
    for (uint32_t i = 0; i < guests; i++) {
        guest_record_init(&ret_step->guest_list[i]);
        ret_step->guest_list[i].index = i;
        ret_step->guest_list[i].state = RECORD_DONE;
        make_guest(campaign, guests, log_slow, &rng, &ret_step->guest_list[i]);
    }
}
